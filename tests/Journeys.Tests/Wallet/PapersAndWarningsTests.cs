using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet;
using SkillsPassport.Services.Tests.Wallet.Receive;
using SkillsPassport.Services.Tests.Wallet.Recruiters;

namespace SkillsPassport.Journeys.Tests.Wallet;

/// <summary>What a worker hands over on paper, and what stands in red, in both languages on the smallest phone and on a
/// desk: nothing over anything else, nothing cut off, no word of the other language in between.</summary>
public sealed partial class PapersAndWarningsTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Number = "01712345678";
    private const string Pin = "493817";

    /// <summary>What a reader of Bangla reads: not what stands there for others, and no address.</summary>
    private const string OwnWords = """
        main => {
          const copy = main.cloneNode(true); // numbers stand on a card once, for both
          copy.querySelectorAll('[lang=en], .link, .qr, svg, input, .demo-word, .fine > b:not([lang])').forEach(one => one.remove());
          return copy.textContent.replace(/\s+/g, ' ');
        }
        """;

    [Fact]
    public async Task A_warning_is_one_tap_from_the_end_and_the_papers_are_whole_in_both_languages()
    {
        await using var scheme = await Scheme.StartAsync();
        var register = new PublishedRecruiters(scheme);
        var agency = PublishedRecruiters.One("RL-354", "Jamuna Manpower", "যমুনা ম্যানপাওয়ার");
        register.Name();
        register.Publish(agency);
        await using var wallet = await RunningWallet.StartAsync(scheme, args: ["--Registers:RefreshSeconds=1"]);
        var issuer = PeerIssuer.Of(scheme).GivesPaper(scheme.Paper());
        using var phone = await wallet.WorkerWithCertificateAsync(issuer, Number);
        await Eventually.TrueAsync(async () =>
            (await phone.GoAsync("/share/new?what=job&r=RL-354")).Page.QuerySelector("[data-licence=valid]") is not null);
        await phone.ShareAsync(whom: "RL-354", more: [("WithPin", "true")]);
        var share = phone.Path.Split('?')[0];
        register.Publish(PublishedRecruiters.Suspended(agency));
        await Eventually.TrueAsync(async () =>
            (await phone.GoAsync("/passport")).Page.QuerySelector("form[action*='handler=stop']") is not null);

        await using var watched = await chromium.NewPageAsync("bn", 320, true);
        var page = watched.Page;
        // On a busy machine the service worker would show what it kept.
        await page.AddInitScriptAsync("delete Navigator.prototype.serviceWorker");
        await page.GotoAsync(wallet.Url + "/sign-in");
        await page.FillAsync("#Phone", Number);
        await page.FillAsync("#Pin", Pin);
        await page.ClickAsync("#pin-form button");
        await page.WaitForURLAsync("**/passport", new() { WaitUntil = WaitUntilState.Commit });
        foreach (var (width, language) in new[] { (320, "bn"), (320, "en"), (1280, "bn"), (1280, "en") })
        {
            async Task SeenAsync(string path, string name, string box)
            {
                await page.GotoAsync($"{wallet.Url}{path}{(path.Contains('?') ? '&' : '?')}lang={language}");
                await watched.PictureAsync($"paper-{name}-{width}-{language}");
                await watched.AssertSoundAsync();
                var words = await page.Locator(box).First.EvaluateAsync<string>(OwnWords);
                Assert.True(language == "en" || !Foreign().IsMatch(Numbers().Replace(words, "")), $"{name}: {words}");
            }

            await page.SetViewportSizeAsync(width, 800);
            await SeenAsync("/passport", "warning", ".say.no");
            var stop = await page.Locator("form[action*='handler=stop'] button").BoundingBoxAsync();
            Assert.True(stop is { Y: < 800, Height: >= 44 });
            await AssertFocusInSightAsync(page);
            await SeenAsync("/share/new?what=job&r=RL-354", "licence", ".say.no[data-licence=suspended]");
            await SeenAsync(share + "/card", "share-card", "#slip");
            await SeenAsync("/card", "card", ".cards");
            Assert.Equal(1, await page.Locator(".face.back svg").CountAsync());
            await page.EmulateMediaAsync(new() { Media = Media.Print });
            await watched.PictureAsync($"paper-card-printed-{width}-{language}");
            var cut = await page.EvaluateAsync<string[]>("""
                [...document.querySelectorAll('.face')]
                  .filter(one => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1)
                  .map(one => one.innerText)
                """);
            Assert.True(cut.Length == 0, string.Join(" | ", cut));
            await page.GotoAsync(wallet.Url + share + "/card");
            await watched.PictureAsync($"paper-share-card-printed-{width}-{language}");
            await page.EmulateMediaAsync(new() { Media = Media.Screen });
        }

        await page.GotoAsync(wallet.Url + "/passport");
        await page.ClickAsync("form[action*='handler=stop'] button");
        await page.WaitForSelectorAsync(".say.yes");
        await watched.PictureAsync("paper-stopped-1280-en");
    }

    // By keyboard through the whole page: what has the focus is never behind the tabs at the foot.
    private static async Task AssertFocusInSightAsync(IPage page)
    {
        await page.EvaluateAsync("() => { scrollTo(0, 0); document.activeElement?.blur(); }");
        for (var i = 0; i < 60; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            var hidden = await page.EvaluateAsync<string?>("""
                () => {
                  const focus = document.activeElement, tabs = document.querySelector('nav.tabs');
                  if (tabs.contains(focus) || focus === document.body) return '';
                  return focus.getBoundingClientRect().bottom > tabs.getBoundingClientRect().top ? focus.innerText : null;
                }
                """);
            Assert.True(hidden is null or "", $"Behind the tabs: {hidden}");
            if (hidden == "")
            {
                Assert.True(i > 5, "There was little to go through.");
                return;
            }
        }
    }

    [GeneratedRegex("[A-Za-z0-9]")]
    private static partial Regex Foreign();

    /// <summary>Certificate numbers stand as they are printed.</summary>
    [GeneratedRegex("[A-Z]+(-[A-Z0-9]+)+")]
    private static partial Regex Numbers();
}
