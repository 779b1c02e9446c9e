using System.IO.Compression;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Receive;

namespace SkillsPassport.Services.Tests.Wallet.Look;

/// <summary>Pages for cheap phones on slow lines.</summary>
public sealed class PageBudgetTests
{
    [Fact]
    public async Task A_first_load_stays_within_its_budget_and_names_no_other_origin()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(scheme).GivesPaper(scheme.Paper()));
        var certificate = phone.Path.Split('?')[0];
        await phone.ShareAsync();
        var share = phone.Path;
        foreach (var path in new[]
        {
            "/passport", certificate, certificate + "/paper", certificate + "/qr", "/card", "/declared?kind=work", share, "/add",
            "/share/new?what=own", "/help", "/offline",
        })
        {
            await phone.GoAsync(path + (path.Contains('?') ? "&" : "?") + "lang=bn");
            var page = Zipped(phone.Body);
            var links = phone.Page.QuerySelectorAll("link[rel=stylesheet], script[src]")
                .Select(one => one.GetAttribute("href") ?? one.GetAttribute("src")!).ToList();
            Assert.All(links, link => Assert.StartsWith("/", link));
            var scripts = 0;
            foreach (var link in links)
            {
                var bytes = (await phone.GoAsync(link)).Body;
                Assert.Contains("immutable", phone.Answer.Headers.CacheControl!.ToString());
                page += Zipped(bytes);
                scripts += link.Contains(".mjs", StringComparison.Ordinal) ? Zipped(bytes) : 0;
                Assert.True(!link.Contains(".css", StringComparison.Ordinal) || bytes.Length <= 12 * 1024, $"{link}: {bytes.Length}");
            }

            Assert.True(page <= 60 * 1024, $"{path}: {page} bytes");
            Assert.True(scripts <= 25 * 1024, $"{path}: {scripts} bytes of script");
        }
    }

    [Fact]
    public async Task Bangla_pages_speak_Bangla_with_Bengali_digits_and_English_is_one_tap_away()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var http = new HttpClient { BaseAddress = new Uri(wallet.Url) };
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en-GB");
        var page = await http.GetStringAsync("/sign-up");
        Assert.Contains("<html lang=\"bn\">", page);
        Assert.Contains("০১৭১২৩৪৫৬৭৮", page);
        Assert.Contains("href=\"/sign-up?lang=en\"", page);
    }

    private static int Zipped(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return (int)memory.Length;
    }
}
