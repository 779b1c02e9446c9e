using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace SkillsPassport.Journeys.Tests.Fleet;

/// <summary>The plainest load balancer: each request goes to the next copy. Nothing sticks to one.</summary>
public sealed class RoundRobin : IAsyncDisposable
{
    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
        { "Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "Proxy-Connection", "TE", "Trailer" };

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly WebApplication _app;
    private int _turn;

    private RoundRobin(int port, Uri[] copies)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://localhost:{port}");
        _app = builder.Build();
        _app.Run(context => ForwardAsync(context, copies[(uint)Interlocked.Increment(ref _turn) % copies.Length]));
    }

    /// <summary>Starts listening.</summary>
    public static async Task<RoundRobin> StartAsync(int port, params Uri[] copies)
    {
        var balancer = new RoundRobin(port, copies);
        await balancer._app.StartAsync();
        return balancer;
    }

    private async Task ForwardAsync(HttpContext context, Uri copy)
    {
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method),
            new Uri(copy, UriHelper.BuildRelative(default, context.Request.Path, context.Request.QueryString)));
        if (context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(context.Request.Body);
        }

        foreach (var (name, value) in context.Request.Headers.Where(header => !HopByHop.Contains(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value);
            }
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, value) in response.Headers.Concat(response.Content.Headers).Where(header => !HopByHop.Contains(header.Key)))
        {
            context.Response.Headers[name] = value.ToArray();
        }

        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }
}
