using Microsoft.Playwright;
using SkillsPassport.AllInOne.Demo;
using SkillsPassport.Services.Tests.Authority.Registers;

namespace SkillsPassport.Journeys.Tests.Authority;

/// <summary>The authority's desk and its public search in real Chromium: every page sound.</summary>
public sealed class RegisterPagesTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData(360, "bn")]
    [InlineData(1280, "en")]
    public async Task Two_officers_keep_the_registers(int width, string language)
    {
        await using var authority = await RunningAuthority.StartAsync();
        await using var first = await chromium.NewPageAsync(language, width);
        await using var second = await chromium.NewPageAsync(language, width);
        var step = 0;

        async Task SeenAsync(WatchedPage watched, string name)
        {
            await watched.PictureAsync($"authority-{width}-{++step:00}-{name}");
            // A refused form is answered with 409 or 422; the browser logs that as an error.
            await watched.AssertSoundAsync(refused: "status of 4");
            if (width == 360)
            {
                await watched.AssertFitsEnlargedAsync();
            }
        }

        async Task SignInAsync(WatchedPage watched, string user)
        {
            await watched.Page.GotoAsync($"{authority.Url}/sign-in?lang={language}");
            await watched.Page.FillAsync("#UserName", user);
            await watched.Page.FillAsync("#Password", RunningAuthority.Password);
            await watched.Page.ClickAsync("main button");
            await watched.Page.ArriveAsync("**/desk");
        }

        async Task GoAsync(WatchedPage watched, string path) => await watched.Page.GotoAsync(authority.Url + path);

        await GoAsync(first, "/sign-in?lang=" + language);
        await SeenAsync(first, "sign-in");
        await SignInAsync(first, "compare.a");
        await SeenAsync(first, "nothing-waits");
        await GoAsync(first, "/desk/import/comparisons");
        await first.Page.SetInputFilesAsync("#file", new FilePayload
        {
            Name = "rows.json", MimeType = "application/json",
            Buffer = """{"rows":[{"id":"x"},{"id":"cmp-1","from":{"framework":"BD-NSQF","version":"2021","level":"9"}}]}"""u8.ToArray(),
        });
        await first.Page.ClickAsync("main button");
        await SeenAsync(first, "import-errors");
        await first.Page.SetInputFilesAsync("#file", Path.Combine(IssueSamples.SamplesFolder(), "registers", "comparisons.json"));
        await first.Page.ClickAsync("main button");
        await first.Page.ArriveAsync("**/desk");
        await SeenAsync(first, "imported");

        await SignInAsync(second, "compare.b");
        await SeenAsync(second, "waiting");
        foreach (var tick in await second.Page.QuerySelectorAllAsync("input[name=tick]"))
        {
            await tick.CheckAsync();
        }

        await second.Page.CheckAsync("main label.check input");
        await second.Page.ClickAsync("main form[data-once] button.btn");
        await second.Page.WaitForSelectorAsync(".say.yes");
        await SeenAsync(second, "approved");
        await GoAsync(second, "/desk/comparisons");
        await SeenAsync(second, "rows");
        await GoAsync(second, "/desk/comparisons/cmp-sa-svp");
        await SeenAsync(second, "row");
        await GoAsync(second, "/desk/comparisons/new?supersedes=cmp-sa-svp");
        await SeenAsync(second, "supersede");
        await GoAsync(second, "/desk/comparisons/cmp-sa-svp");
        await second.Page.ClickAsync("summary");
        await second.Page.FillAsync("#until", "2027-01-31");
        await second.Page.FillAsync("#reason", "The programme was replaced by another one.");
        await second.Page.ClickAsync("details button");
        await second.Page.ArriveAsync("**/desk");
        await GoAsync(first, "/desk");
        await first.Page.ClickAsync("table a[href*='/desk/proposals/']");
        await SeenAsync(first, "proposal");
        await GoAsync(first, "/audit");
        await SeenAsync(first, "audit");
    }

    [Theory]
    [InlineData(320, "bn", true)]
    [InlineData(360, "en", false)]
    [InlineData(1280, "bn", true)]
    public async Task Anybody_looks_a_recruiter_up(int width, string language, bool script)
    {
        await using var authority = await RunningAuthority.StartAsync();
        using (var officer = await authority.SignInAsync("recruit.a"))
        {
            await Forms.ImportAsync(officer, "recruiters", await File.ReadAllTextAsync(
                Path.Combine(IssueSamples.SamplesFolder(), "registers", "recruiters.json")));
        }

        foreach (var rl in new[] { "RL-9001", "RL-9002", "RL-9003", "RL-9004" })
        {
            await authority.ApproveAsync(rl, "recruit.b");
        }

        await using var watched = await chromium.NewPageAsync(language, width, script);
        var page = watched.Page;
        foreach (var (typed, name) in new[]
        {
            ("", "search"), ("RL-৯০০১", "valid"), ("9002", "suspended"), ("rl9003", "expired"), ("RL-9004", "cancelled"),
            ("demo", "many"), ("RL-8", "none"), ("a", "short"),
        })
        {
            await page.GotoAsync($"{authority.Url}/recruiters?lang={language}");
            if (typed.Length > 0)
            {
                await page.FillAsync("#q", typed);
                await page.ClickAsync("main button");
                await page.WaitForSelectorAsync("[role=status]");
            }

            await watched.PictureAsync($"recruiters-{width}-{name}");
            if (script)
            {
                await watched.AssertSoundAsync();
            }

            if (width == 320)
            {
                await watched.AssertFitsEnlargedAsync();
            }
        }

        var first = watched.Requests.Where(request => request.Url.Contains("/recruiters", StringComparison.Ordinal)
            || request.Url.Contains("/look.css", StringComparison.Ordinal)).Select(request => request.Url).Distinct();
        Assert.All(watched.Requests, request => Assert.StartsWith(authority.Url, request.Url
            .StartsWith("data:", StringComparison.Ordinal) ? authority.Url : request.Url));
        Assert.NotEmpty(first);
    }
}
