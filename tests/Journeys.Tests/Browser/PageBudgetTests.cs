using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Verifier.Browser;

namespace SkillsPassport.Journeys.Tests.Browser;

/// <summary>Cheap phones on slow lines: what each of the employer's pages loads before it can be used.</summary>
[Collection(EmployerPages.Name)]
public sealed class PageBudgetTests(EmployerScheme employer)
{
    private const int WholePage = 60 * 1024, Scripts = 25 * 1024, StyleSheet = 12 * 1024;

    [Theory]
    [InlineData("/")]
    [InlineData("/C")]
    [InlineData("/S")]
    [InlineData("/code")]
    [InlineData("/how-to-know")]
    [InlineData("/desk")]
    [InlineData("/receipt")]
    [InlineData("/report")]
    public async Task Every_page_keeps_to_its_budget_in_every_language(string path)
    {
        foreach (var language in employer.Verifier.Services.GetRequiredService<PhraseBook>().Languages)
        {
            var html = await employer.Verifier.Http.GetByteArrayAsync($"{path}?lang={language}");
            var page = await new HtmlParser().ParseDocumentAsync(new MemoryStream(html));
            // Pages of an office have a second sheet; the checker stands in one answer.
            var more = page.QuerySelectorAll("link[rel=stylesheet]").Select(one => one.GetAttribute("href")!).ToList();
            Assert.InRange(more.Count, 0, path is "/desk" or "/receipt" or "/report" ? 1 : 0);
            var second = more.Count == 0 ? [] : await employer.Verifier.Http.GetByteArrayAsync(more[0]);
            Assert.Empty(page.QuerySelectorAll("link[rel=modulepreload], script[src]"));
            var sheet = Assert.Single(page.QuerySelectorAll("head > style")).TextContent;
            var scripts = page.QuerySelectorAll("script:not([type='application/json'])").Sum(one => Gzipped(one.TextContent));

            Assert.InRange(Encoding.UTF8.GetByteCount(sheet), 1, StyleSheet);
            Assert.InRange(scripts, 0, Scripts);
            Assert.InRange(second.Length, 0, StyleSheet);
            Assert.InRange(
                await OnTheLineAsync($"{path}?lang={language}") + (more.Count == 0 ? 0 : await OnTheLineAsync(more[0])), 1, WholePage);
        }
    }

    [Fact]
    public async Task What_stands_in_a_page_runs_by_its_digest_and_nothing_else_does()
    {
        foreach (var path in new[] { "/", "/C", "/S" })
        {
            using var answer = await employer.Verifier.Http.GetAsync(path);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single().Split("; ");
            var page = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
            foreach (var (elements, directive) in new[] { ("script:not([type='application/json'])", "script-src"), ("style", "style-src") })
            {
                var sources = policy.Single(one => one.StartsWith(directive, StringComparison.Ordinal)).Split(' ');
                var digests = page.QuerySelectorAll(elements).Select(one =>
                    $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(one.TextContent)))}'");
                Assert.All(digests, digest => Assert.Contains(digest, sources));
                Assert.DoesNotContain(sources, one => one.Contains("unsafe-inline", StringComparison.Ordinal)
                    || one.StartsWith("'nonce-", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task Scripts_are_kept_for_ever_and_change_their_address_when_they_change()
    {
        var address = employer.Verifier.Services.GetRequiredService<BrowserFiles>().Href("camera.mjs");
        using var current = await employer.Verifier.Http.GetAsync(address);
        Assert.Contains("immutable", current.Headers.CacheControl!.ToString());
        using var other = await employer.Verifier.Http.GetAsync(string.Join('/', "/js", "0000000000000000", "camera.mjs"));
        Assert.Equal("no-store", other.Headers.CacheControl!.ToString());
        using var none = await employer.Verifier.Http.GetAsync("/js/0000000000000000/../appsettings.json");
        Assert.False(none.IsSuccessStatusCode);
        using var worker = await employer.Verifier.Http.GetAsync(OfflineScript.Address);
        Assert.Equal("no-cache", worker.Headers.CacheControl!.ToString());
    }

    /// <summary>Bytes of an answer as the service packs it itself.</summary>
    private async Task<int> OnTheLineAsync(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptEncoding.Add(new("gzip"));
        using var answer = await employer.Verifier.Http.SendAsync(request);
        return (await answer.Content.ReadAsByteArrayAsync()).Length;
    }

    private static int Gzipped(string text) => Gzipped(Encoding.UTF8.GetBytes(text));

    private static int Gzipped(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return (int)packed.Length;
    }
}
