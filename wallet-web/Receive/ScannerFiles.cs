using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Wallet.Receive;

/// <summary><c>GET /scanner/{hash}/{name}</c>: the modules that read QR symbols, and their WebAssembly. They are the
/// checker's own, embedded here too, and loaded only when somebody scans. All stand under one hash of all of them, so
/// that they import each other by plain names and browsers keep them for ever.</summary>
public static class ScannerFiles
{
    private const string Prefix = "scanner/";

    /// <summary>Reads pictures beside the page; a worker goes by the policy of its own answer.</summary>
    private const string Worker = "symbolworker.mjs";

    private static readonly Dictionary<string, byte[]> All = Read();
    private static readonly Dictionary<string, Lazy<byte[]>> Compressed =
        All.ToDictionary(one => one.Key, one => new Lazy<byte[]>(() => Compress(one.Value)));

    private static readonly string Hash = HashOfAll();

    /// <summary>Where the modules are.</summary>
    public static string Folder => $"/scanner/{Hash}/";

    public static void MapScanner(this WebApplication app) => app.MapGet("/scanner/{hash}/{**name}", Get)
        .AllowAnonymous();

    private static IResult Get(HttpContext context, string hash, string name)
    {
        if (!All.TryGetValue(name, out var bytes))
        {
            return Results.NotFound();
        }

        // A page of another version may ask while a new one rolls out: it gets what there is, but keeps nothing.
        var headers = context.Response.Headers;
        headers[HeaderNames.CacheControl] = hash == Hash ? "public, max-age=31536000, immutable" : "no-store";
        headers[HeaderNames.Vary] = HeaderNames.AcceptEncoding;
        if (name == Worker)
        {
            context.ContentSecurityPolicy().Allow("script-src", "'wasm-unsafe-eval'");
        }

        var type = name.EndsWith(".wasm", StringComparison.Ordinal)
            ? "application/wasm"
            : "text/javascript; charset=utf-8";
        if (!context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            return Results.Bytes(bytes, type);
        }

        headers[HeaderNames.ContentEncoding] = "gzip";
        return Results.Bytes(Compressed[name].Value, type);
    }

    private static byte[] Compress(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(plain);
        }

        return packed.ToArray();
    }

    private static string HashOfAll()
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, bytes) in All.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            sha256.AppendData(SHA256.HashData(bytes));
        }

        return Convert.ToHexStringLower(sha256.GetHashAndReset())[..16];
    }

    private static Dictionary<string, byte[]> Read()
    {
        var assembly = typeof(ScannerFiles).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..], name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                return bytes;
            });
    }
}
