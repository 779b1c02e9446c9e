using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Verifier;

namespace SkillsPassport.Services.Tests.Verifier;

/// <summary>The verifier as it runs: its own host on its own port, driven over HTTP.</summary>
public sealed class RunningVerifier : IAsyncDisposable
{
    private readonly WebApplication _app;

    private readonly RequestCounter _requests;

    private RunningVerifier(WebApplication app, LogLines log, RequestCounter requests)
    {
        (_app, Log, _requests) = (app, log, requests);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single().Replace("127.0.0.1", "localhost")) };
    }

    public HttpClient Http { get; }

    public LogLines Log { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Requests being answered now.</summary>
    public int OpenRequests => _requests.Open;

    public static async Task<RunningVerifier> StartAsync(Scheme scheme, TestDatabase? database = null,
        bool waitForTrust = true, string[]? args = null, TimeProvider? clock = null)
    {
        database ??= await TestDatabase.NewAsync("sqlite");
        var folder = Directory.CreateTempSubdirectory("sp-verifier-").FullName;
        var log = new LogLines();
        var requests = new RequestCounter();
        // Copies on one database share the key their counters are hashed with, as in a real installation.
        var keys = Path.Combine(Path.GetTempPath(), $"sp-verifier-keys-{Environment.ProcessId}");
        var app = VerifierHost.Build(
        [
            "--environment=Development", "--urls=http://127.0.0.1:0", $"--Data:Folder={folder}", $"--Keys:Folder={keys}",
            .. scheme.VerifierArgs, .. database.Args, .. args ?? [],
        ],
        builder =>
        {
            builder.Logging.ClearProviders();
            builder.Logging.SetMinimumLevel(LogLevel.Trace);
            builder.Services.AddSingleton<ILoggerProvider>(log);
            builder.Services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1000);
            builder.Services.AddSingleton(clock ?? TimeProvider.System);
            builder.Services.AddSingleton<IStartupFilter>(requests);
        });
        await app.StartAsync();
        var verifier = new RunningVerifier(app, log, requests);
        if (waitForTrust)
        {
            await Eventually.TrueAsync(async () => (await verifier.Http.GetAsync("/health/ready")).IsSuccessStatusCode);
        }

        return verifier;
    }

    /// <summary>The report on a paper certificate, or on the text of any credential.</summary>
    public Task<JsonElement> VerifyAsync(byte[] paper) =>
        VerifyAsync(SkillsPassport.Credentials.Paper.Base32.Encode(paper));

    public Task<JsonElement> VerifyAsync(string credential, string? audience = null, string? nonce = null) =>
        VerifyAsync(JsonContent.Create(new { credential, audience, nonce }), "application/json");

    public async Task<JsonElement> VerifyAsync(HttpContent body, string contentType)
    {
        body.Headers.ContentType = new(contentType);
        using var answer = await Http.PostAsync("/api/verify", body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, (int)answer.StatusCode < 500 ? text : Log.All);
        return JsonDocument.Parse(text).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>Counts requests from their beginning to the end of their handling.</summary>
public sealed class RequestCounter : IStartupFilter
{
    private int _open;

    public int Open => Volatile.Read(ref _open);

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, rest) =>
        {
            Interlocked.Increment(ref _open);
            try
            {
                await rest(context);
            }
            finally
            {
                Interlocked.Decrement(ref _open);
            }
        });
        next(app);
    };
}

/// <summary>Everything the service logged.</summary>
public sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string All => string.Join('\n', _lines);

    /// <summary>Until this was said.</summary>
    public Task UntilAsync(string words) =>
        Eventually.TrueAsync(() => Task.FromResult(_lines.Any(line => line.Contains(words, StringComparison.Ordinal))));

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull
    {
        _lines.Enqueue(state.ToString() ?? "");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter) => _lines.Enqueue($"{formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
