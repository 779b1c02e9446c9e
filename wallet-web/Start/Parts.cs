using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace SkillsPassport.Wallet.Start;

/// <summary>What only some pages need beside the one style sheet: the sheet of the certificate's picture and the
/// printed card, and the passport's icon.</summary>
public static class Parts
{
    private static readonly Dictionary<string, (byte[] Bytes, string Hash)> All = Read();

    /// <summary>The address of a part, with its hash, so that browsers may keep it.</summary>
    public static string Href(string name) => $"/parts/{name}?v={All[name].Hash}";

    public static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".png" => "image/png",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"No part ends in {other}."),
    };

    public static void MapParts(this WebApplication app) =>
        app.MapGet("/parts/{name}", (string name, HttpContext context) =>
        {
            if (!All.TryGetValue(name, out var part))
            {
                return Results.NotFound();
            }

            context.Response.Headers[HeaderNames.CacheControl] = "public, max-age=31536000, immutable";
            return Results.Bytes(part.Bytes, TypeOf(name));
        }).AllowAnonymous();

    private static Dictionary<string, (byte[] Bytes, string Hash)> Read()
    {
        const string prefix = "parts/";
        var assembly = typeof(Parts).Assembly;
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
