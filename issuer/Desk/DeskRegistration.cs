using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace SkillsPassport.Issuer.Desk;

/// <summary>The officers' one script, embedded; its hash is in its address.</summary>
public sealed class DeskScript
{
    public DeskScript()
    {
        using var stream = typeof(DeskScript).Assembly.GetManifestResourceStream("desk/desk.js")
            ?? throw new InvalidOperationException("desk/desk.js is not embedded.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        Bytes = copy.ToArray();
        Href = $"/desk.js?v={Convert.ToHexStringLower(SHA256.HashData(Bytes))[..12]}";
    }

    public byte[] Bytes { get; }

    public string Href { get; }
}

/// <summary>Registers what all officer pages share.</summary>
public static class DeskRegistration
{
    public static void AddDesk(this WebApplicationBuilder builder) => builder.Services.AddSingleton<DeskScript>();

    public static void MapDesk(this WebApplication app)
    {
        app.MapGet("/", () => Results.Redirect("/sheets")).AllowAnonymous();
        app.MapGet("/desk.js", (DeskScript script, HttpContext context) =>
        {
            context.Response.Headers[HeaderNames.CacheControl] = "public, max-age=31536000, immutable";
            return Results.Bytes(script.Bytes, "text/javascript; charset=utf-8");
        }).AllowAnonymous();
    }
}
