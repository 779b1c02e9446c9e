using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SkillsPassport.Services.Tests.Peers;

/// <summary>A real web server on this machine that a service talks to over HTTP: it answers what a test tells it to,
/// and counts who came.</summary>
public sealed class LocalPeer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, RequestDelegate> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _hits = new(StringComparer.Ordinal);

    private LocalPeer(WebApplication app) => _app = app;

    /// <summary>Such as <c>http://localhost:40123</c>, without a slash at its end.</summary>
    public string Url { get; private set; } = "";

    public static async Task<LocalPeer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var peer = new LocalPeer(app);
        app.Run(peer.AnswerAsync);
        await app.StartAsync();
        peer.Url = $"http://localhost:{new Uri(app.Urls.Single()).Port}";
        return peer;
    }

    /// <summary>Cuts every connection without a word, as a server that is down or out of reach.</summary>
    public bool IsAway { get; set; }

    /// <summary>How often this path was asked for.</summary>
    public int Hits(string path) => _hits.GetValueOrDefault(path);

    /// <summary>How often anything was asked for.</summary>
    public int AllHits => _hits.Values.Sum();

    public void On(string path, RequestDelegate answer) => _answers[path] = answer;

    public void Off(string path) => _answers.TryRemove(path, out _);

    /// <summary>Serves bytes with an ETag of their own, as a static file server does.</summary>
    public void Serve(string path, byte[] bytes, string contentType) => On(path, async context =>
    {
        var tag = $"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))[..16]}\"";
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = contentType;
        await context.Response.Body.WriteAsync(bytes);
    });

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        if (IsAway)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        var path = context.Request.Path.Value!;
        _hits.AddOrUpdate(path, 1, (_, hits) => hits + 1);
        if (_answers.TryGetValue(path, out var answer))
        {
            return answer(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
