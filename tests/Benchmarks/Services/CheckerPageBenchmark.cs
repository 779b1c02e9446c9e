using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace SkillsPassport.Benchmarks.Services;

/// <summary>
/// What an employer's phone loads from the first byte of the checker page to its verdict: the page, style, scripts with
/// their static imports, framework data, trust list and status list, as they travel.
/// </summary>
internal static partial class CheckerPageBenchmark
{
    public static async Task MeasureAsync(Uri verifier, string statusList)
    {
        using var http = new HttpClient { BaseAddress = verifier };
        http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");
        var waiting = new Queue<string>(["/C", "/trust/list", "/trust/status?uri=" + Uri.EscapeDataString(statusList)]);
        var seen = new HashSet<string>(waiting);
        long total = 0, scripts = 0;
        while (waiting.TryDequeue(out var path))
        {
            using var answer = await http.GetAsync(path);
            if (!answer.IsSuccessStatusCode)
            {
                Table.Note($"not counted: {path} answered {(int)answer.StatusCode}");
                continue;
            }

            var bytes = await answer.Content.ReadAsByteArrayAsync();
            total += bytes.Length;
            scripts += path.EndsWith(".mjs", StringComparison.Ordinal) ? bytes.Length : 0;
            if (answer.Content.Headers.ContentEncoding.Contains("gzip"))
            {
                using var plain = new MemoryStream();
                await using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
                await gzip.CopyToAsync(plain);
                bytes = plain.ToArray();
            }

            var text = Encoding.UTF8.GetString(bytes);
            IEnumerable<Match> found = path == "/C" ? Loaded().Matches(text)
                : path.EndsWith(".mjs", StringComparison.Ordinal) ? Imported().Matches(text) : [];
            foreach (var reference in found.Select(match => System.Net.WebUtility.HtmlDecode(match.Groups[1].Value)))
            {
                var address = new Uri(new Uri(verifier, path), reference).PathAndQuery;
                if (!address.Contains("noscript", StringComparison.Ordinal) && seen.Add(address))
                {
                    waiting.Enqueue(address);
                }
            }
        }

        Table.Heading("First load of the checker page to its verdict, as it travels (gzip)");
        Table.Value($"everything, {seen.Count} requests", total / 1024.0, "KB", 60);
        Table.Value("  scripts", scripts / 1024.0, "KB", 25);
    }

    [GeneratedRegex("<(?:script|link)[^>]*?(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Loaded();

    [GeneratedRegex("(?:^|[;\\s])(?:import|from)\\s*[\"']([./][^\"']+)[\"']")]
    private static partial Regex Imported();
}
