using Microsoft.Net.Http.Headers;

namespace SkillsPassport.Verifier.Browser;

/// <summary><c>GET /js/{hash}/{name}</c>: scripts, phrases, framework data, and the QR reader's WebAssembly.</summary>
public static class ServeBrowserFiles
{
    /// <summary>Registers the files; call while building.</summary>
    public static void AddBrowserFiles(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<BrowserFiles>().AddSingleton<PageSettings>();

    /// <summary>Maps them; anyone may read them.</summary>
    public static void MapBrowserFiles(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/js/{hash}/{**name}", Get).AllowAnonymous().ExcludeFromDescription();

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
        if (name == "offline.mjs")
        {
            headers["Service-Worker-Allowed"] = "/";
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
