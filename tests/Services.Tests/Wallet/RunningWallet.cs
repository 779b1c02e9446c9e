using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Wallet;

namespace SkillsPassport.Services.Tests.Wallet;

/// <summary>A clock that runs, and that a test can put forward.</summary>
public sealed class MovableClock : TimeProvider
{
    private TimeSpan _ahead;

    public void Forward(TimeSpan time) => _ahead += time;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;
}

/// <summary>The wallet as it runs: its own host on its own port, used like a person uses it.</summary>
public sealed class RunningWallet : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningWallet(WebApplication app, LogLines log, MovableClock clock, TestDatabase database, string keys)
    {
        (_app, Log, Clock, Database, Keys) = (app, log, clock, database, keys);
        Url = app.Urls.Single().Replace("127.0.0.1", "localhost");
    }

    public string Url { get; }

    public LogLines Log { get; }

    public MovableClock Clock { get; }

    public TestDatabase Database { get; }

    public string Keys { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<RunningWallet> StartAsync(
        Scheme scheme, string engine = "sqlite", RunningWallet? sameDatabaseAs = null, string[]? args = null)
    {
        var database = sameDatabaseAs?.Database ?? await TestDatabase.NewAsync(engine);
        var keys = sameDatabaseAs?.Keys ?? Path.Combine(Directory.CreateTempSubdirectory("sp-wallet-").FullName, "keys");
        var folder = Directory.CreateTempSubdirectory("sp-wallet-").FullName;
        var clock = sameDatabaseAs?.Clock ?? new MovableClock();
        var log = new LogLines();
        var app = WalletHost.Build(
            [
                "--environment=Development", "--urls=http://127.0.0.1:0", $"--Data:Folder={folder}",
                $"--Keys:Folder={keys}", "--Wallet:PublicUrl=http://localhost:5103",
                "--Wallet:VerifierUrl=http://localhost:5102", "--Wallet:PinRounds=1000", .. scheme.VerifierArgs,
                .. database.Args, .. args ?? [],
            ],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Logging.SetMinimumLevel(LogLevel.Trace);
                builder.Services.AddSingleton<ILoggerProvider>(log);
                builder.Services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1000);
                builder.Services.AddSingleton<TimeProvider>(clock);
            });
        await app.StartAsync();
        var wallet = new RunningWallet(app, log, clock, database, keys);
        using var http = new HttpClient();
        await Eventually.TrueAsync(
            async () => (await http.GetAsync(wallet.Url + "/health/ready")).IsSuccessStatusCode);
        return wallet;
    }

    /// <summary>A phone of its own: own cookies, English words.</summary>
    public Phone NewPhone() => new(Url);

    /// <summary>A phone whose owner just opened a passport.</summary>
    public async Task<Phone> WorkerAsync(string number = "01712345678", string pin = "493817")
    {
        var phone = NewPhone();
        await phone.SignUpAsync(number, pin);
        Assert.Equal("/passport", phone.Path);
        return phone;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
