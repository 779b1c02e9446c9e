using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;

namespace SkillsPassport.Wallet.Start;

/// <summary>The few small script modules: niceties (copying, the share sheet, scanning); every page works
/// without.</summary>
public static partial class Scripts
{
    private static readonly Dictionary<string, (byte[] Bytes, string Hash)> All = Read();

    /// <summary>The address of a module, with its hash, so that browsers may keep it.</summary>
    public static string Href(string name) => $"/scripts/{name}?v={All[name].Hash}";

    /// <summary>A module as it is served.</summary>
    public static byte[] Bytes(string name) => All[name].Bytes;

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

    /// <summary>A module that imports another names it by its address with its hash; those that import nothing come
    /// first.</summary>
    private static Dictionary<string, (byte[] Bytes, string Hash)> Read()
    {
        const string prefix = "scripts/";
        var assembly = typeof(Scripts).Assembly;
        var texts = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => (Name: name[prefix.Length..], Text: Text(assembly, name)))
            .OrderBy(script => Import().Count(script.Text));
        var read = new Dictionary<string, (byte[] Bytes, string Hash)>();
        foreach (var (name, text) in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(Import().Replace(text, match =>
                $"from '/scripts/{match.Groups[1].Value}?v={read[match.Groups[1].Value].Hash}'"));
            read[name] = (bytes, Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]);
        }

        return read;
    }

    private static string Text(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"from '\./([\w.]+)'")]
    private static partial Regex Import();
}
