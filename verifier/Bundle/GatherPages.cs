using System.Text;
using System.Text.RegularExpressions;
using SkillsPassport.Hosting.Look;
using SkillsPassport.Verifier.Browser;

namespace SkillsPassport.Verifier.Bundle;

/// <summary>The checker's pages with all they load, as files at the places their addresses name: any static web server
/// can stand in for the verifier.</summary>
public static partial class GatherPages
{
    /// <summary>Pages that need no service, and the file each becomes: a folder's index, which every server
    /// finds.</summary>
    private static readonly (string Address, string File)[] Pages = [("/", "index.html"), ("/C", "C/index.html")];

    /// <summary>Asks the running host for its own pages, in English; readers change the language on the page.</summary>
    public static async Task<IReadOnlyDictionary<string, byte[]>> RunAsync(WebApplication app, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(app);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var browser = app.Services.GetRequiredService<BrowserFiles>();
        foreach (var name in browser.Names)
        {
            files[browser.Href(name).TrimStart('/')] = browser.Find(name)!.Bytes;
        }

        files["look.css"] = app.Services.GetRequiredService<LookSheet>().Bytes;
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        http.DefaultRequestHeaders.Add("Accept-Language", "en");
        foreach (var (address, file) in Pages)
        {
            using var answer = await http.GetAsync(address, cancel);
            answer.EnsureSuccessStatusCode();
            var page = await answer.Content.ReadAsStringAsync(cancel);
            files[file] = Encoding.UTF8.GetBytes(Standalone(page, PageSettings.RootFrom(address), PolicyOf(answer)));
        }

        return files;
    }

    // Addresses start from the page, so that a mirror may put the bundle into any folder. A static server sends no
    // headers of ours: the policy goes into the page, as far as a page may state it, for the script as it is now.
    private static string Standalone(string page, string root, string policy)
    {
        page = Links().Replace(page, link => $"{link.Groups["name"].Value}=\"{root}");
        page = Script().Replace(page, script =>
        {
            var was = InlineText.Of(script.Groups["text"].Value);
            var now = InlineText.Of(was.Text.Replace("import('/js/", $"import('{root}js/", StringComparison.Ordinal));
            policy = policy.Replace(was.Source, now.Source, StringComparison.Ordinal);
            return $"<script type=\"module\">{now.Text}</script>";
        });
        return page.Replace("<meta charset=\"utf-8\">", $"""
            <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="{policy}">
            """, StringComparison.Ordinal);
    }

    private static string PolicyOf(HttpResponseMessage answer) => string.Join("; ",
        answer.Headers.GetValues("Content-Security-Policy").Single().Split("; ")
            .Where(directive => !directive.StartsWith("frame-ancestors", StringComparison.Ordinal)));

    [GeneratedRegex("(?<name> (href|action))=\"/")]
    private static partial Regex Links();

    [GeneratedRegex("<script type=\"module\">(?<text>.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();
}
