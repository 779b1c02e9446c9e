using System.Globalization;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Hosting.Trust;

namespace SkillsPassport.Verifier.Browser;

/// <summary>
/// What a page tells its scripts, in a data block (not a script, so that the policy against inline scripts holds): the
/// pinned root keys, addresses, and the phrases it says.
/// </summary>
public sealed class PageSettings(BrowserFiles files, PhraseBook book, PinnedRoots pinned, ITrustList trust)
{
    /// <summary>
    /// The page's data block; phrases whose keys begin so are left out, because the page never says them.
    /// </summary>
    public string Json(string language, params string[] without)
    {
        var settings = new JsonObject
        {
            ["roots"] = new JsonArray([.. Roots().Select(Write)]),
            ["data"] = files.Href("data.json"),
            ["offline"] = files.Href("offline.mjs"),
            ["languages"] = new JsonObject(book.Languages.Select(one =>
                KeyValuePair.Create(one, (JsonNode?)files.Href($"phrases.{one}.json")))),
            ["levelCounts"] = new JsonObject(FrameworkData.Frameworks.Select(one =>
                KeyValuePair.Create(one.Id, (JsonNode?)LevelCount(one)))),
            ["phrases"] = new JsonObject(book.In(language)
                .Where(one => !without.Any(prefix => one.Key.StartsWith(prefix, StringComparison.Ordinal)))
                .Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value))),
        };
        // A "<" could end the block early; JSON lets it be written otherwise.
        return settings.ToJsonString(PageJson.Options).Replace("<", "\\u003c", StringComparison.Ordinal);
    }

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

    /// <summary>How many numbered levels a framework has: "2 of 6". Pre-vocational levels are not numbered.</summary>
    public static int LevelCount(Framework framework) =>
        framework.Levels.Count(one => int.TryParse(one.Level, NumberStyles.None, CultureInfo.InvariantCulture, out _));
}
