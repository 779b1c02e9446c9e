using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace SkillsPassport.Hosting.Desk;

/// <summary>What the pages of one service's desk stand in.</summary>
/// <param name="Home">Where officers begin, as in <c>/sheets</c>.</param>
/// <param name="Sections">The parts of the desk; the phrase <c>nav.{name}</c> says each.</param>
/// <param name="IsDemo">Whether everything here is a demonstration.</param>
public sealed record DeskFrame(string Home, IReadOnlyList<DeskSection> Sections, bool IsDemo);

/// <summary>One part of the desk; a page says where it belongs by <c>ViewData["Section"]</c>.</summary>
public sealed record DeskSection(string Name, string Address);

/// <summary>The desk's script and style, embedded; the hash of each is in its address.</summary>
public sealed class DeskFiles
{
    public byte[] Script { get; } = Read("desk/desk.js");

    public byte[] Sheet { get; } = Read("desk/desk.css");

    public string ScriptHref => $"/desk.js?v={Hash(Script)}";

    public string SheetHref => $"/desk.css?v={Hash(Sheet)}";

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..12];

    private static byte[] Read(string name)
    {
        using var stream = typeof(DeskFiles).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}

/// <summary>Registers what all officer pages share.</summary>
public static class DeskRegistration
{
    /// <summary>Adds the frame; the layout is <c>/Desk/_DeskLayout.cshtml</c>.</summary>
    public static void AddDesk(this WebApplicationBuilder builder, Func<IServiceProvider, DeskFrame> frame)
    {
        builder.Services.AddSingleton(frame);
        builder.Services.AddSingleton<DeskFiles>();
    }

    /// <summary>
    /// The pages of hosting (sign-in, trail, layout), for a service whose pages begin at its root folder.
    /// </summary>
    public static void AddDeskPages(this ApplicationPartManager parts) =>
        parts.ApplicationParts.Add(new CompiledRazorAssemblyPart(typeof(DeskRegistration).Assembly));

    /// <summary>Maps script and style; anyone may read them.</summary>
    public static void MapDesk(this WebApplication app)
    {
        var files = app.Services.GetRequiredService<DeskFiles>();
        app.MapGet("/desk.js", (HttpContext context) => Serve(context, files.Script, "text/javascript"))
            .AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/desk.css", (HttpContext context) => Serve(context, files.Sheet, "text/css"))
            .AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult Serve(HttpContext context, byte[] bytes, string type)
    {
        context.Response.Headers[HeaderNames.CacheControl] = "public, max-age=31536000, immutable";
        return Results.Bytes(bytes, type + "; charset=utf-8");
    }
}
