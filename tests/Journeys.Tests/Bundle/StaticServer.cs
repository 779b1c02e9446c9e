using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace SkillsPassport.Journeys.Tests.Bundle;

/// <summary>A web server as simple as they come: files of a folder, a folder's index behind a redirect, no headers of
/// ours. Like <c>python3 -m http.server</c>.</summary>
public sealed class StaticServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StaticServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single().Replace("127.0.0.1", "localhost");

    /// <param name="folder">What is served.</param>
    /// <param name="under">Where on the host it lies: <c>/mirror/passport</c>.</param>
    public static async Task<StaticServer> StartAsync(string folder, string under = "")
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async context =>
        {
            var whole = context.Request.Path.Value!;
            var path = whole.StartsWith(under, StringComparison.Ordinal) ? whole[under.Length..] : "/nothing-there";
            var file = Path.Combine(folder, path.Trim('/'));
            if (Directory.Exists(file) && !path.EndsWith('/'))
            {
                context.Response.Redirect(whole + "/", permanent: true);
                return;
            }

            file = Directory.Exists(file) ? Path.Combine(file, "index.html") : file;
            if (!File.Exists(file))
            {
                context.Response.StatusCode = 404;
                return;
            }

            context.Response.ContentType = Path.GetExtension(file) switch
            {
                ".html" => "text/html", ".mjs" or ".js" => "text/javascript", ".css" => "text/css",
                ".json" => "application/json", ".wasm" => "application/wasm", _ => "application/octet-stream",
            };
            await context.Response.Body.WriteAsync(await File.ReadAllBytesAsync(file));
        });
        await app.StartAsync();
        return new StaticServer(app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
