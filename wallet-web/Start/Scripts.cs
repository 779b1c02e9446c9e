using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace SkillsPassport.Wallet.Start;

/// <summary>The few small script modules: niceties (copying, the share sheet, scanning); every page works
/// without.</summary>
public static class Scripts
{
    private static readonly Dictionary<string, (byte[] Bytes, string Hash)> All = Read();

    /// <summary>The address of a module, with its hash, so that browsers may keep it.</summary>
    public static string Href(string name) => $"/scripts/{name}?v={All[name].Hash}";

    public static void MapScripts(this WebApplication app) =>
        app.MapGet("/scripts/{name}", (string name, HttpContext context) =>
        {
            if (!All.TryGetValue(name, out var script))
            {
                return Results.NotFound();
            }

            context.Response.Headers[HeaderNames.CacheControl] = "public, max-age=31536000, immutable";
            return Results.Bytes(script.Bytes, "text/javascript; charset=utf-8");
        }).AllowAnonymous();

    private static Dictionary<string, (byte[] Bytes, string Hash)> Read()
    {
        const string prefix = "scripts/";
        var assembly = typeof(Scripts).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[prefix.Length..], name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                using var memory = new MemoryStream();
                stream.CopyTo(memory);
                var bytes = memory.ToArray();
                return (bytes, Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]);
            });
    }
}
