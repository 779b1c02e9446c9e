using Microsoft.Net.Http.Headers;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Verifier.Browser;

/// <summary><c>GET /js/{hash}/{name}</c>: scripts, phrases, framework data, and the QR reader's WebAssembly.</summary>
public static class ServeBrowserFiles
{
    /// <summary>Workers that read pictures: a worker goes by the policy of its own answer, not by the page's.</summary>
    private static readonly string[] Readers = ["symbolworker.mjs", "deskworker.mjs"];

    /// <summary>Registers the files; call while building.</summary>
    public static void AddBrowserFiles(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<BrowserFiles>().AddSingleton<OfflineScript>().AddSingleton<PageSettings>();

    /// <summary>Maps them; anyone may read them.</summary>
    public static void MapBrowserFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/js/{hash}/{**name}", Get).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet(OfflineScript.Address, GetOffline).AllowAnonymous().ExcludeFromDescription();
    }

    // Its address never changes, so that a page of any version finds the newest; browsers compare it byte for byte.
    private static IResult GetOffline(HttpContext context, OfflineScript script)
    {
        context.Response.Headers.CacheControl = "no-cache";
        var version = script.Version;
        return Results.Bytes(script.BytesOf(version), "text/javascript; charset=utf-8",
            entityTag: new EntityTagHeaderValue($"\"{version}\""));
    }

    private static IResult Get(HttpContext context, BrowserFiles files, string hash, string name)
    {
        if (files.Find(name) is not { } file)
        {
            return Results.NotFound();
        }

        // While a new version rolls out, a page of the other version may ask here: it gets what there is, but keeps
        // nothing.
        var headers = context.Response.Headers;
        headers[HeaderNames.CacheControl] = hash == files.Hash ? "public, max-age=31536000, immutable" : "no-store";
        if (Readers.Contains(name))
        {
            // A worker lives under the policy of its own script; it reads symbols by WebAssembly.
            context.ContentSecurityPolicy().Allow("script-src", "'wasm-unsafe-eval'");
        }

        headers[HeaderNames.Vary] = HeaderNames.AcceptEncoding;
        if (!context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            return Results.Bytes(file.Bytes, file.ContentType);
        }

        headers[HeaderNames.ContentEncoding] = "gzip";
        return Results.Bytes(file.Compressed, file.ContentType);
    }
}
