using Microsoft.Playwright;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet;

namespace SkillsPassport.Journeys.Tests.Wallet;

/// <summary>The worker's pages in real Chromium: from the slip to a stopped share, every page sound.</summary>
public sealed class WorkerPagesTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData(320, "bn", true)]
    [InlineData(360, "bn", false)]
    [InlineData(1280, "en", true)]
    public async Task A_worker_claims_shows_and_stops(int width, string language, bool script)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        await using var watched = await chromium.NewPageAsync(language, width, script);
        var page = watched.Page;
        var step = 0;

        async Task SeenAsync(string name)
        {
            await watched.PictureAsync($"wallet-{width}-{++step:00}-{name}");
            if (script)
            {
                // A refused form is answered with 422 or 429; the browser logs that as an error.
                await watched.AssertSoundAsync(refused: "status of 42");
            }

            if (width == 320)
            {
                await watched.AssertFitsEnlargedAsync();
            }
        }

        async Task GoAsync(string path) => await page.GotoAsync(wallet.Url + path);
        async Task SubmitAsync() => await page.ClickAsync("main form button:not([type=button])");

        await GoAsync("/?lang=" + language);
        await SeenAsync("welcome");
        await GoAsync("/help");
        await SeenAsync("help");
        await GoAsync(issuer.Claim);
        await SeenAsync("offer");
        await page.ClickAsync("main a.btn");
        await page.FillAsync("#Phone", "০১৭১২৩৪৫৬৭৮");
        await page.FillAsync("#Pin", "1234");
        await page.FillAsync("#PinAgain", "1234");
        await SubmitAsync();
        await SeenAsync("sign-up-problem");
        await page.FillAsync("#Pin", "493817");
        await page.FillAsync("#PinAgain", "493817");
        await page.CheckAsync("[name=Consent]");
        await SubmitAsync();
        await SeenAsync("sign-up-code");
        await page.FillAsync("#Code", "000000");
        await SubmitAsync();
        await SeenAsync("sign-up-code-problem");
        await page.FillAsync("#Code", await watched.PhoneCodeAsync(new Uri(wallet.Url), "+8801712345678"));
        await SubmitAsync();
        await SubmitAsync();
        await page.FillAsync("#Code", "000000");
        await SubmitAsync();
        await SeenAsync("code-problem");
        await page.FillAsync("#Code", issuer.Pin);
        await SubmitAsync();
        await page.ArriveAsync("**/certificate/*");
        await SeenAsync("certificate");
        await GoAsync("/passport");
        await SeenAsync("passport");
        await page.ClickAsync("a[href='/share/new']");
        await SeenAsync("share-what");
        await page.CheckAsync("[value=own]");
        await SubmitAsync();
        await page.CheckAsync("[value=full_name]");
        await SeenAsync("share-fields");
        await SubmitAsync();
        await SeenAsync("share-whom");
        await page.ClickAsync("a[href*='r=other']");
        await page.FillAsync("#Label", "গালফ ম্যানপাওয়ার");
        await page.FillAsync("#Pin", "493817");
        await SeenAsync("share-confirm");
        await SubmitAsync();
        await page.ArriveAsync("**/share/*");
        var link = await page.InputValueAsync("#link");
        await SeenAsync("share");

        using var http = new HttpClient();
        var fetched = wallet.Url + link[link.IndexOf("/shares/", StringComparison.Ordinal)..];
        Assert.True((await http.PostAsync(fetched, null)).IsSuccessStatusCode);
        await GoAsync("/passport");
        await SeenAsync("passport-seen");
        await page.ClickAsync("ul[aria-labelledby=who] a");
        await page.ClickAsync("details:has(#stop) summary");
        await page.ClickAsync("#stop button");
        await SeenAsync("share-stopped");
        Assert.Equal(System.Net.HttpStatusCode.Gone, (await http.GetAsync(fetched)).StatusCode);

        foreach (var path in new[] { "/share", "/history", "/account", "/account/phones", "/sign-out", "/add" })
        {
            await GoAsync(path);
            await SeenAsync(path.Trim('/').Replace('/', '-'));
        }

        await GoAsync("/history");
        await page.ClickAsync("details:has(#filter) summary");
        await SeenAsync("history-filter");
        var (from, until) = (await page.Locator("#from").BoundingBoxAsync(), await page.Locator("#until").BoundingBoxAsync());
        Assert.All([from!, until!], box => Assert.True(box.X >= 0 && box.X + box.Width <= width - 16));
        // The chip keeps its words in one line.
        Assert.True((await page.Locator("ol a.chip").First.BoundingBoxAsync())!.Height <= 52);

        await page.ClickAsync("header form button");
        await SeenAsync("locked");
        for (var wrong = 0; wrong < 6; wrong++)
        {
            await page.FillAsync("#Pin", "493810");
            await page.ClickAsync("#pin-form button");
        }

        await SeenAsync("wait-or-code");
        await page.ClickAsync("form[action*=code] button");
        await SeenAsync("sign-in-code");
        await page.FillAsync("#Code", await watched.PhoneCodeAsync(new Uri(wallet.Url), "+8801712345678"));
        await SubmitAsync();
        await SeenAsync("proven");
        await GoAsync("/sign-up");
        await page.FillAsync("#Phone", "01812345678");
        await page.FillAsync("#Pin", "862044");
        await page.FillAsync("#PinAgain", "862044");
        await page.CheckAsync("[name=Consent]");
        await page.CheckAsync("[name=Borrowed]");
        await SubmitAsync();
        await page.FillAsync("#Code", await watched.PhoneCodeAsync(new Uri(wallet.Url), "+8801812345678"));
        await SubmitAsync();
        await page.ArriveAsync("**/passport");
        await SeenAsync("borrowed");
        foreach (var path in new[] { "/history", "/account", "/account/passkeys" })
        {
            await GoAsync(path);
            await SeenAsync("borrowed" + path.Replace('/', '-'));
            // Words without an icon have the whole box, not the icon's column.
            Assert.True(await page.EvaluateAsync<bool>("""
                [...document.querySelectorAll('p.say')].filter(one => one.offsetParent).every(one => {
                  const words = document.createRange();
                  words.selectNodeContents(one);
                  return words.getBoundingClientRect().width > one.clientWidth / 2;
                })
                """), path);
        }

        await page.ClickAsync("header form button");
        Assert.All(watched.Requests, request => Assert.StartsWith(wallet.Url, request.Url.Replace("data:,", wallet.Url)));
    }
}
