using System.IO.Compression;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Hosting.Languages;

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
    public async Task Every_page_keeps_to_its_budget_in_every_language(string path)
    {
        foreach (var language in employer.Verifier.Services.GetRequiredService<PhraseBook>().Languages)
        {
            var html = await employer.Verifier.Http.GetByteArrayAsync($"{path}?lang={language}");
            var page = await new HtmlParser().ParseDocumentAsync(new MemoryStream(html));
            var styles = page.QuerySelectorAll("head > link[rel=stylesheet]").Select(one => one.GetAttribute("href")!).ToList();
            var modules = page.QuerySelectorAll("link[rel=modulepreload], script[src]")
                .Select(one => one.GetAttribute("href") ?? one.GetAttribute("src")!).Distinct().ToList();
            var sheet = await employer.Verifier.Http.GetByteArrayAsync(Assert.Single(styles));
            var scripts = 0;
            foreach (var module in modules)
            {
                scripts += Gzipped(await employer.Verifier.Http.GetByteArrayAsync(module));
            }

            Assert.InRange(sheet.Length, 1, StyleSheet);
            Assert.InRange(scripts, 0, Scripts);
            Assert.InRange(Gzipped(html) + Gzipped(sheet) + scripts, 1, WholePage);
        }
    }

    [Fact]
    public async Task Scripts_are_kept_for_ever_and_change_their_address_when_they_change()
    {
        var html = await employer.Verifier.Http.GetStringAsync("/C");
        var page = await new HtmlParser().ParseDocumentAsync(html);
        var address = page.QuerySelector("script[src]")!.GetAttribute("src")!;
        using var current = await employer.Verifier.Http.GetAsync(address);
        Assert.Contains("immutable", current.Headers.CacheControl!.ToString());
        using var other = await employer.Verifier.Http.GetAsync(string.Join('/', "/js", "0000000000000000", "verify.mjs"));
        Assert.Equal("no-store", other.Headers.CacheControl!.ToString());
        using var none = await employer.Verifier.Http.GetAsync("/js/0000000000000000/../appsettings.json");
        Assert.False(none.IsSuccessStatusCode);
    }

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
