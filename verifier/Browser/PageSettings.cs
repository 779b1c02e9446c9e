using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Hosting.Status;
using SkillsPassport.Hosting.Trust;
using SkillsPassport.Verifier.Bundle;

namespace SkillsPassport.Verifier.Browser;

/// <summary>
/// What a page tells its scripts, in a data block (not a script, so that the policy against inline scripts holds): the
/// pinned root keys, addresses, and the phrases it says.
/// </summary>
public sealed class PageSettings(
    BrowserFiles files, PhraseBook book, PinnedRoots pinned, ITrustList trust, StatusLists statuses, TimeProvider clock,
    BundleMark? bundle = null)
{
    /// <summary>Whether the page goes into a verify bundle: then its lists lie beside it, and it brings none along,
    /// least of all the time at which it was made.</summary>
    public bool IsBundled => bundle is not null;

    /// <summary>What of the signed lists goes along with a page; more is asked for when it is needed.</summary>
    private const int LargestTrustList = 24 * 1024, LargestStatusLists = 8 * 1024;

    /// <summary>
    /// The block of signed lists and the service's time, for the page that opens from a QR link: with them the first
    /// answer holds all that most verdicts need. The browser checks each of them like any other.
    /// </summary>
    public string Lists()
    {
        var list = trust.List?.Bytes is { Length: <= LargestTrustList } bytes ? Encoding.ASCII.GetString(bytes) : null;
        var known = new JsonObject();
        var left = LargestStatusLists;
        foreach (var (uri, token) in statuses.LatelyUsed())
        {
            if (token.Length <= left && !known.ContainsKey(uri))
            {
                left -= token.Length;
                known[uri] = Base64Url.EncodeToString(token);
            }
        }

        return InBlock(new JsonObject
        {
            ["at"] = clock.GetUtcNow().ToUnixTimeSeconds(), ["trustList"] = list, ["statusLists"] = known,
        });
    }

    /// <summary>The framework data as a block of the page.</summary>
    public string Data { get; } = files.Text("data.json").Replace("<", "\\u003c", StringComparison.Ordinal);

    /// <summary>
    /// The page's data block; phrases whose keys begin so are left out, because the page never says them.
    /// </summary>
    /// <param name="path">Where the page is: a bundle's addresses start there, so that it may lie anywhere.</param>
    public string Json(string language, string path, params string[] without)
    {
        var root = IsBundled ? RootFrom(path) : "/";
        string At(string name) => root + files.Href(name).TrimStart('/');
        var settings = new JsonObject
        {
            ["roots"] = new JsonArray([.. Roots().Select(Write)]),
            ["data"] = At("data.json"),
            ["offline"] = OfflineScript.Address,
            ["languages"] = new JsonObject(book.Languages.Select(one =>
                KeyValuePair.Create(one, (JsonNode?)At($"phrases.{one}.json")))),
            ["levelCounts"] = new JsonObject(FrameworkData.Frameworks.Select(one =>
                KeyValuePair.Create(one.Id, (JsonNode?)LevelCount(one)))),
            ["countries"] = new JsonArray([.. DestinationData.Destinations.Select(one => (JsonNode?)one.Code)]),
            ["trades"] = new JsonObject(Crosswalk.Occupations.Select(one =>
                KeyValuePair.Create(one.Code, (JsonNode?)Write(one)))),
            ["welding"] = new JsonObject(Crosswalk.WeldingUnits.Select(one => KeyValuePair.Create(one.Unit,
                (JsonNode?)new JsonArray([one.Process, .. one.Positions])))),
            ["phrases"] = new JsonObject(book.In(language)
                .Where(one => !without.Any(prefix => one.Key.StartsWith(prefix, StringComparison.Ordinal)))
                .Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value))),
        };
        if (without.Contains("content."))
        {
            // A page that shows no certificate says nothing of trades and countries either.
            foreach (var name in new[] { "countries", "trades", "welding" })
            {
                settings.Remove(name);
            }
        }

        if (bundle is not null)
        {
            settings["bundle"] = new JsonObject
            {
                [Specs.VerifyBundle.Key] = bundle.Key.ToJson(), ["root"] = root, ["script"] = At("bundle.mjs"),
            };
        }

        return InBlock(settings);
    }

    /// <summary>The way from a page of ours to where all of them lie.</summary>
    /// <param name="path">The page's path on the service: <c>/</c>, <c>/C</c>.</param>
    public static string RootFrom(string path) => path == "/" ? "./" : "../";

    /// <summary>The keys that pages made now go by.</summary>
    public string RootThumbprints() => string.Join(' ', Roots().Select(root => root.Thumbprint));

    // What this service follows, the page may believe at once: it comes from here with the page.
    private IEnumerable<TrustRoot> Roots() =>
        trust.List is { IsFollowed: true } list ? pinned.Roots.All.Append(list.Root) : pinned.Roots.All;

    private static JsonObject Write(TrustRoot root)
    {
        var json = (root.Jwk with { Kid = root.Thumbprint }).ToJson();
        foreach (var (name, time) in new[]
        {
            (Specs.TrustList.From, root.From), (Specs.TrustList.Until, root.Until),
        })
        {
            if (time is { } given)
            {
                json[name] = given.ToUnixTimeSeconds();
            }
        }

        return json;
    }

    private static JsonObject Write(TradeAbroad trade) => new()
    {
        ["id"] = FrameworkData.FindOccupation(trade.Code)?.Id, ["isco"] = trade.Isco08.Code,
        ["title"] = trade.Isco08.Title, ["gulf"] = trade.Gulf.En, ["ar"] = trade.Gulf.Ar, ["my"] = trade.Malaysia.Ms,
    };

    /// <summary>How many numbered levels a framework has: "2 of 6". Pre-vocational levels are not numbered.</summary>
    public static int LevelCount(Framework framework) =>
        framework.Levels.Count(one => int.TryParse(one.Level, NumberStyles.None, CultureInfo.InvariantCulture, out _));

    // A "<" could end the block early; JSON lets it be written otherwise.
    private static string InBlock(JsonObject value) =>
        value.ToJsonString(PageJson.Options).Replace("<", "\\u003c", StringComparison.Ordinal);
}
