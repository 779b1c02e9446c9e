using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;
using SkillsPassport.Hosting.Look;

namespace SkillsPassport.Verifier.Browser;

/// <summary>
/// The service worker (<c>offline.mjs</c>) with what it needs to know: the version of everything it keeps, the pages,
/// and the digests of the parts that pages load only when they are needed.
/// </summary>
public sealed partial class OfflineScript
{
    public const string Address = "/offline.js";

    /// <summary>Stands in for pages that are not kept.</summary>
    private const string StandIn = "/offline";

    private static readonly string[] Pages = ["/", "/C", StandIn];

    /// <summary>Scripts of those pages; the modules they import when needed are small and kept at once.</summary>
    private static readonly string[] Scripts = ["home.mjs", "checker.mjs"];

    private readonly PageSettings _settings;
    private readonly string _program;
    private readonly string _script;

    public OfflineScript(BrowserFiles files, LookSheet look, PageSettings settings)
    {
        _settings = settings;
        // A compilation has its own id, so that a change in any page is a new version too.
        var build = typeof(OfflineScript).Module.ModuleVersionId;
        _program = $"{files.Hash} {look.Hash} {build}";
        var later = files.Names.Where(name => name.StartsWith("zxing/", StringComparison.Ordinal)
            || name.StartsWith("phrases.", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        _script = $"""
            const PAGES = {JsonSerializer.Serialize(Pages)};
            const STAND_IN = {JsonSerializer.Serialize(StandIn)};
            const PARTS = {Digests(files, LoadedWhenNeeded(files))};
            const LATER = {Digests(files, later)};
            {files.Text("offline.mjs")}
            """;
    }

    /// <summary>
    /// Sixteen hexadecimal characters that change with anything that the worker keeps; so also when the authority's
    /// key changes while the service runs.
    /// </summary>
    public string Version => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{_program} {_settings.RootThumbprints()}")))[..16];

    /// <summary>The worker of this version.</summary>
    public byte[] BytesOf(string version) =>
        Encoding.UTF8.GetBytes($"const VERSION = {JsonSerializer.Serialize(version)};\n{_script}");

    /// <summary>
    /// Headers of a page that may be kept: its version, and a short life in the browser's own cache. Kept or not, a
    /// page never says for itself that its lists are new (<c>lists.mjs</c>).
    /// </summary>
    public void Keep(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers["Page-Version"] = Version;
        headers.Append(HeaderNames.Vary, "Accept-Language, Cookie");
        headers.CacheControl = context.Request.Query.Count == 0 ? "private, max-age=300" : "no-store";
    }

    private static HashSet<string> LoadedWhenNeeded(BrowserFiles files)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<string>(Scripts.SelectMany(script =>
            Fetched().Matches(files.Inline(script).Text).Select(match => match.Groups["file"].Value)));
        while (waiting.TryDequeue(out var name))
        {
            if (files.Find(name) is null || !name.EndsWith(".mjs", StringComparison.Ordinal) || !found.Add(name))
            {
                continue;
            }

            foreach (Match match in Neighbour().Matches(files.Text(name)))
            {
                waiting.Enqueue(match.Groups["file"].Value);
            }
        }

        return found;
    }

    private static string Digests(BrowserFiles files, IEnumerable<string> names) =>
        JsonSerializer.Serialize(names.Order(StringComparer.Ordinal).ToDictionary(
            files.Href, name => Convert.ToHexStringLower(SHA256.HashData(files.Find(name)!.Bytes))));

    [GeneratedRegex(@"import\('/js/\w+/(?<file>[\w./-]+)'\)")]
    private static partial Regex Fetched();

    [GeneratedRegex(@"'\./(?<file>[\w.-]+\.mjs)'")]
    private static partial Regex Neighbour();
}
