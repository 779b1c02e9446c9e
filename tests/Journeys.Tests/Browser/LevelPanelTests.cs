using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace SkillsPassport.Journeys.Tests.Browser;

/// <summary>What does this level mean here? Only what the authority's signed register says, in every shape it can say it.</summary>
[Collection(EmployerChoices.Name)]
public sealed class LevelPanelTests(EmployerScheme employer)
{
    [Fact]
    public async Task Nothing_published_is_not_compared_and_says_that_equal_numbers_mean_nothing()
    {
        await using var watched = await OpenAsync();
        await ChooseAsync(watched, "QA");
        var text = await PanelAsync(watched, "Not compared. Nobody has published what this level means in Qatar.");
        Assert.Contains("Equal numbers do not mean equal levels.", text);
        Assert.Contains("The register names no test for Qatar.", text);
        await SoundAsync(watched, "level-none");
    }

    [Fact]
    public async Task A_test_is_named_and_no_level_and_talks_are_never_recognition()
    {
        await using var watched = await OpenAsync();
        await ChooseAsync(watched, "SA");
        var text = await PanelAsync(watched, "In Saudi Arabia, a test decides.");
        Assert.Contains("The Saudi skill verification test (SVP)", text);
        Assert.Contains("pass ≥ 50%", text);
        Assert.Contains("Only talks are reported; nothing is in force", text);
        Assert.Contains("It is not recognition by the destination country.", text);
        Assert.DoesNotContain("Level there", text);
        Assert.DoesNotContain("Recognised in", text);
        await SoundAsync(watched, "level-test");
    }

    [Fact]
    public async Task A_published_comparison_is_shown_with_who_when_and_the_disclaimer()
    {
        await using var watched = await OpenAsync();
        await ChooseAsync(watched, "AE");
        var text = await PanelAsync(watched, "A comparison is published. It is not recognition in United Arab Emirates.");
        foreach (var part in new[] { "4 of 10", "QFEmirates", "Test publisher", "21 November 2026", "Comparison for information.", "Invented, for trying out only." })
        {
            Assert.Contains(part, text);
        }

        await SoundAsync(watched, "level-compared");
    }

    [Fact]
    public async Task An_agreement_in_force_is_recognition_and_one_that_ended_is_not()
    {
        await using var watched = await OpenAsync();
        await ChooseAsync(watched, "JO");
        var text = await PanelAsync(watched, "Recognised in Jordan, as the legal basis below says.");
        Assert.Contains("Agreement of 2026", text);
        Assert.Contains("3 of 10", text);
        Assert.DoesNotContain("It is not recognition by the destination country.", text);
        await ChooseAsync(watched, "OM");
        text = await PanelAsync(watched, "Not compared. Nobody has published what this level means in Oman.");
        Assert.Contains("No longer in force", text);
        Assert.DoesNotContain("Level there", text);
    }

    [Fact]
    public async Task Only_what_a_country_asks_for_is_called_required()
    {
        await using var watched = await OpenAsync();
        await ChooseAsync(watched, "SA");
        var text = await PanelAsync(watched, "In Saudi Arabia, a test decides.");
        Assert.Contains("The Saudi check of the qualification itself", text);
        Assert.Contains("PV ≤ 21 days", text);
        Assert.DoesNotContain("SSCO", text);
        await ChooseAsync(watched, "JO");
        text = await PanelAsync(watched, "Recognised in Jordan");
        Assert.Contains("The register names no test for Jordan.", text);
        Assert.Contains("Also in the register: Garment factories, mostly women, via BOESL", text);
        await SoundAsync(watched, "level-note");
    }

    [Theory]
    [InlineData(-5 * 365)]
    [InlineData(8)]
    [InlineData(60)]
    public async Task A_device_whose_clock_is_wrong_by_days_gets_the_same_answer(int days)
    {
        await using var watched = await OpenAsync(days);
        await ChooseAsync(watched, "JO");
        await PanelAsync(watched, "Recognised in Jordan, as the legal basis below says.");
    }

    [Theory]
    [InlineData(-30, 30, "too old to rely on")]
    [InlineData(-5 * 365, 0, "could not be loaded or confirmed")]
    public async Task A_clock_that_is_behind_makes_no_old_register_new(int days, int age, string words)
    {
        await using var watched = await OpenAsync(days, connected: age > 0);
        await watched.Page.RouteAsync("**/trust/comparisons", route =>
            route.FulfillAsync(new() { Body = employer.Comparisons(at: DateTimeOffset.UtcNow.AddDays(-age)) }));
        await ChooseAsync(watched, "JO");
        await PanelAsync(watched, words);
        Assert.Equal(0, await watched.Page.Locator(".row-abroad").CountAsync());
    }

    [Fact]
    public async Task Other_names_of_the_trade_stand_there_and_not_among_what_is_signed()
    {
        await using var watched = await OpenAsync();
        var text = Plain(await watched.Page.InnerTextAsync(".abroad"));
        foreach (var part in new[] { "7126", "Plumbers and pipe fitters", "Plumber", "سبّاك", "tukang paip", "They do not stand on the certificate." })
        {
            Assert.Contains(part, text);
        }

        Assert.DoesNotContain("tukang paip", await watched.Page.InnerTextAsync(".content"));
    }

    [Fact]
    public async Task The_country_is_remembered_and_said_in_the_reader_s_language()
    {
        await using var watched = await OpenAsync();
        await ChooseAsync(watched, "SA");
        await PanelAsync(watched, "In Saudi Arabia, a test decides.");
        foreach (var (language, words) in new[] { ("ar", "في المملكة العربية السعودية الاختبار هو الذي يقرر"), ("ur", "سعودی عرب میں امتحان"), ("ja", "サウジアラビアでは試験で決まります") })
        {
            await watched.Page.ClickAsync($"[data-language={language}]");
            await PanelAsync(watched, words);
            await SoundAsync(watched, $"level-test-{language}");
        }

        await watched.Page.ReloadAsync();
        await watched.Page.ClickAsync(".abroad summary");
        await PanelAsync(watched, "サウジアラビアでは試験で決まります");
    }

    [Theory]
    [InlineData("forged")]
    [InlineData("missing")]
    [InlineData("stale")]
    [InlineData("rollback")]
    public async Task A_register_that_cannot_be_believed_says_nothing_but_that(string what)
    {
        await using var watched = await OpenAsync();
        await watched.Page.RouteAsync("**/trust/comparisons", route => what switch
        {
            "missing" => route.FulfillAsync(new() { Status = 503 }),
            "forged" => route.FulfillAsync(new() { Body = employer.Comparisons(signer: SkillsPassport.Services.Tests.Verifier.Scheme.NewKey()) }),
            "stale" => route.FulfillAsync(new() { Body = employer.Comparisons(at: DateTimeOffset.UtcNow.AddDays(-30)) }),
            _ => route.FulfillAsync(new() { Body = employer.Comparisons(sequence: 4) }),
        });
        if (what == "rollback")
        {
            await watched.Page.EvaluateAsync("localStorage.setItem('comparisons', JSON.stringify({ sequence: 9, digest: 'x' }))");
        }

        await ChooseAsync(watched, "SA");
        await PanelAsync(watched, what == "stale" ? "too old to rely on" : "could not be loaded or confirmed");
        Assert.Equal(0, await watched.Page.Locator(".row-abroad").CountAsync());
        await watched.AssertSoundAsync(refused: "/trust/comparisons");
    }

    [Fact]
    public async Task A_certificate_that_is_not_good_has_no_level_to_speak_of()
    {
        await using var watched = await employer.Chromium.NewPageAsync();
        await watched.Page.GotoAsync(employer.Link("revoked"));
        await watched.Page.WaitForSelectorAsync(".verdict.no");
        Assert.Equal(0, await watched.Page.Locator(".abroad").CountAsync());
    }

    private async Task<WatchedPage> OpenAsync(int daysAhead = 0, bool connected = true)
    {
        var watched = await employer.Chromium.NewPageAsync(width: 320);
        if (daysAhead != 0)
        {
            await watched.Page.AddInitScriptAsync($"const now = Date.now; Date.now = () => now() + {daysAhead} * 86400000;");
        }

        if (!connected)
        {
            await watched.Page.RouteAsync("**/trust/list", route => route.AbortAsync());
        }

        await watched.Page.GotoAsync(employer.Link("valid"));
        await watched.Page.ClickAsync(".abroad summary");
        await watched.Page.WaitForSelectorAsync(".abroad select");
        return watched;
    }

    private static async Task ChooseAsync(WatchedPage watched, string country) =>
        await watched.Page.SelectOptionAsync(".abroad select", country);

    private static async Task<string> PanelAsync(WatchedPage watched, string words)
    {
        await Assertions.Expect(watched.Page.Locator(".abroad .say, .abroad .row-abroad").First).ToContainTextAsync(
            new Regex(string.Join("[\u2068\u2069]*", words.Select(letter => Regex.Escape(letter.ToString())))));
        return Plain(await watched.Page.InnerTextAsync(".abroad"));
    }

    private static async Task SoundAsync(WatchedPage watched, string picture)
    {
        foreach (var width in new[] { 320, 1280 })
        {
            await watched.Page.SetViewportSizeAsync(width, 800);
            await watched.AssertSoundAsync();
            await watched.PictureAsync($"{picture}-{width}");
        }
    }

    private static string Plain(string text) => text.Replace("\u2068", "").Replace("\u2069", "");
}
