using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Hosting.Look;

/// <summary>
/// The one style sheet of a service: the shared look, then the service's own embedded <c>look/{service}.css</c>.
/// Pages link it as <c>@Look.Href</c>; the hash in the address lets browsers keep it for ever.
/// </summary>
public sealed class LookSheet
{
    /// <summary>Joins both sheets.</summary>
    public LookSheet(ServiceIdentity service)
    {
        using var joined = new MemoryStream();
        foreach (var (assembly, name) in new[]
        {
            (typeof(LookSheet).Assembly, "look/look.css"), (service.Assembly, $"look/{service.Name}.css"),
        })
        {
            using var sheet = assembly.GetManifestResourceStream(name);
            sheet?.CopyTo(joined);
        }

        Bytes = joined.ToArray();
        Hash = Convert.ToHexStringLower(SHA256.HashData(Bytes))[..12];
    }

    /// <summary>The sheet, UTF-8.</summary>
    public byte[] Bytes { get; }

    /// <summary>First twelve hexadecimal characters of the sheet's SHA-256.</summary>
    public string Hash { get; }

    /// <summary>The address to link.</summary>
    public string Href => $"/look.css?v={Hash}";
}

/// <summary>Serves the sheet.</summary>
public static class LookEndpoint
{
    /// <summary>Registers the sheet; call while building.</summary>
    public static void AddLook(this WebApplicationBuilder builder) => builder.Services.AddSingleton<LookSheet>();

    /// <summary>Maps <c>/look.css</c>; anyone may read it.</summary>
    public static void MapLook(this WebApplication app)
    {
        if (app.Services.GetService<LookSheet>() is not { } look)
        {
            return;
        }

        app.MapGet("/look.css", (HttpContext context) =>
        {
            context.Response.Headers[HeaderNames.CacheControl] = context.Request.Query["v"] == look.Hash
                ? "public, max-age=31536000, immutable" : "public, max-age=60";
            return Results.Bytes(look.Bytes, "text/css; charset=utf-8");
        }).AllowAnonymous().ExcludeFromDescription();
    }
}
