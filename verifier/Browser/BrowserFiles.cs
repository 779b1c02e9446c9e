using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Hosting.Look;

namespace SkillsPassport.Verifier.Browser;

/// <summary>One file for browsers, ready to be sent.</summary>
public sealed class BrowserFile(byte[] bytes, string contentType)
{
    private readonly Lazy<byte[]> _compressed = new(() => Compress(bytes));

    public byte[] Bytes => bytes;

    public byte[] Compressed => _compressed.Value;

    public string ContentType => contentType;

    private static byte[] Compress(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(plain);
        }

        return packed.ToArray();
    }
}

/// <summary>
/// The scripts, the phrases and the framework data of the pages. All stand under one hash of all of them, so that
/// modules import each other by plain relative names, browsers keep them for ever, and versions never mix.
/// </summary>
public sealed class BrowserFiles
{
    private const string Prefix = "browser/";

    /// <summary>Scripts that stand in pages, linked at the start: what cannot be linked must not start.</summary>
    private static readonly string[] Inlined =
        ["early.mjs", "checker.mjs", "home.mjs", "share.mjs", "receipt.mjs", "desk.mjs", "suspicion.mjs"];

    private readonly Dictionary<string, Lazy<InlineText>> _inline;
    private readonly Dictionary<string, BrowserFile> _files = new(StringComparer.Ordinal);

    public BrowserFiles(PhraseBook book, LookSheet look)
    {
        var assembly = typeof(BrowserFiles).Assembly;
        foreach (var name in assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var bytes = Read(assembly, name);
            _files[name[Prefix.Length..]] = new BrowserFile(
                name.EndsWith(".mjs", StringComparison.Ordinal) ? WithoutComments(bytes) : bytes, TypeOf(name));
        }

        foreach (var language in book.Languages)
        {
            var phrases = JsonSerializer.SerializeToUtf8Bytes(book.In(language), PageJson.Options);
            _files[$"phrases.{language}.json"] = new BrowserFile(phrases, "application/json; charset=utf-8");
        }

        _files["data.json"] = new BrowserFile(PageJson.Data(), "application/json; charset=utf-8");
        Hash = HashOfAll();
        _inline = _files.Keys.Where(name => name.EndsWith(".mjs", StringComparison.Ordinal)).ToDictionary(
            name => name, name => new Lazy<InlineText>(() => InlineText.Of(LinkModules.Link(name, Text, Href))));
        Style = InlineText.Of(Encoding.UTF8.GetString(look.Bytes));
        StyleWithoutScript = InlineText.Of(Text("noscript.css"));
        foreach (var name in Inlined)
        {
            _ = Inline(name);
        }
    }

    /// <summary>First sixteen hexadecimal characters of the SHA-256 over all files.</summary>
    public string Hash { get; }

    /// <summary>Every name there is.</summary>
    public IEnumerable<string> Names => _files.Keys;

    /// <summary>The address of a file.</summary>
    /// <exception cref="KeyNotFoundException">There is no such file.</exception>
    public string Href(string name) =>
        _files.ContainsKey(name) ? $"/js/{Hash}/{name}" : throw new KeyNotFoundException(name);

    /// <summary>The style sheet, to stand in a page.</summary>
    public InlineText Style { get; }

    /// <summary>What a page looks like where scripts do not run.</summary>
    public InlineText StyleWithoutScript { get; }

    /// <summary>A script with everything it needs from the start, to stand in a page.</summary>
    public InlineText Inline(string script) => _inline[script].Value;

    /// <summary>A file as text.</summary>
    public string Text(string name) => Encoding.UTF8.GetString(_files[name].Bytes);

    public BrowserFile? Find(string name) => _files.GetValueOrDefault(name);

    // Our modules are written to be read: whole-line comments, which a phone on a slow line need not load.
    private static byte[] WithoutComments(byte[] module) => Encoding.UTF8.GetBytes(string.Join('\n',
        Encoding.UTF8.GetString(module).Split('\n')
            .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))));

    private string HashOfAll()
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, file) in _files.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            sha256.AppendData(Encoding.UTF8.GetBytes($"{name}\n{file.Bytes.Length}\n"));
            sha256.AppendData(file.Bytes);
        }

        return Convert.ToHexStringLower(sha256.GetHashAndReset())[..16];
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".mjs" or ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".wasm" => "application/wasm",
        var other => throw new InvalidOperationException($"{name}: no media type for {other}."),
    };
}
