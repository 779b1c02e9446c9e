using System.Security.Cryptography;
using Microsoft.Playwright;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Journeys.Tests.Browser;

/// <summary>A typed certificate code in a browser without script: the same four answers, the desk's challenge, the level abroad.</summary>
[Collection(EmployerTools.Name)]
public sealed class CodePageTests(EmployerScheme employer)
{
    [Fact]
    public async Task The_result_says_the_same_in_every_language_and_changing_it_loses_nothing()
    {
        await using var watched = await AskAsync("statement", "en");
        Assert.Contains("This statement of achievement is genuine", await watched.Page.InnerTextAsync("h1"));
        foreach (var (language, title, width) in new[]
        {
            ("ar", "وثيقة بيان الإنجاز هذه أصلية", 320), ("ur", "یہ بیانِ کامیابی اصلی ہے", 320), ("ja", "この達成記録書は本物です", 1280), ("hi", "यह उपलब्धि विवरण असली है", 320),
        })
        {
            await watched.Page.SetViewportSizeAsync(width, 800);
            await watched.Page.ClickAsync($".languages button[lang={language}]");
            await Assertions.Expect(watched.Page.Locator("h1")).ToHaveTextAsync(title);
            Assert.Equal(language, await watched.Page.GetAttributeAsync("html", "lang"));
            Assert.Contains("SMAW", await watched.Page.InnerTextAsync(".units"));
            await SoundAsync(watched, $"code-statement-{language}-{width}");
        }
    }

    [Fact]
    public async Task The_person_is_compared_by_the_service_without_giving_the_solution_away()
    {
        await using var watched = await AskAsync("valid", "en");
        Hidden.In(await watched.Page.ContentAsync(), "7K2", "1990");
        foreach (var (name, typed, look, words) in new[]
        {
            ("passport", "7k2", "yes", "matches the certificate"), ("passport", "7K3", "no", "ends differently"),
            ("year", "१९९०", "yes", "year of birth matches"), ("year", "1991", "no", "belongs to somebody else"),
        })
        {
            await CompareAsync(watched, name, typed);
            Assert.Contains(words, await watched.Page.InnerTextAsync($".answer.{look}"));
            Hidden.In(await watched.Page.ContentAsync(), "7K2", "1990");
        }

        await CompareAsync(watched, "passport", "7");
        Assert.Contains("exactly the last three", await watched.Page.InnerTextAsync(".answer"));
        for (var i = 0; i < 3; i++)
        {
            await CompareAsync(watched, "passport", "7K2");
        }

        Assert.Contains("Too many wrong tries", await watched.Page.InnerTextAsync(".answer.unknown"));
        Assert.Contains("A match alone proves nothing", await watched.Page.InnerTextAsync(".person"));
        await SoundAsync(watched, "code-person-en-320");
    }

    [Fact]
    public async Task What_the_right_person_s_passport_says_matches_however_it_was_pasted_or_typed()
    {
        await using var watched = await AskAsync("statement", "en");
        foreach (var (name, typed) in new[]
        {
            ("passport", "ZZ00007K2"), ("passport", "\u20687 k 2\u2069"), ("passport", " 7K2\u200F"), ("year", "1 9 9 0\u200F"),
        })
        {
            await CompareAsync(watched, name, typed);
            Assert.Equal($"{typed}: True", $"{typed}: {await watched.Page.IsVisibleAsync(".answer.yes")}");
        }

        await CompareAsync(watched, "passport", new string('7', 2000));
        Assert.Contains("exactly the last three", await watched.Page.InnerTextAsync(".answer"));
    }

    [Fact]
    public async Task The_level_abroad_is_answered_without_script()
    {
        await using var watched = await AskAsync("driving", "en");
        foreach (var (country, words) in new[]
        {
            ("SA", "In Saudi Arabia, a test decides."), ("QA", "Nobody has published what this level means in Qatar."),
            ("AE", "A comparison is published. It is not recognition in United Arab Emirates."), ("JO", "Recognised in Jordan"),
            ("KR", "Nobody has published what this level means in South Korea."),
        })
        {
            if (!await watched.Page.IsVisibleAsync("#country"))
            {
                await watched.Page.ClickAsync(".abroad summary");
            }

            await watched.Page.SelectOptionAsync("#country", country);
            await watched.Page.ClickAsync(".abroad button");
            await Assertions.Expect(watched.Page.Locator(".abroad .say")).ToContainTextAsync(words);
            if (country == "SA")
            {
                var text = await watched.Page.InnerTextAsync(".abroad");
                Assert.Contains("The Saudi skill verification test (SVP)", text);
                Assert.Contains("Only talks are reported; nothing is in force", text);
                Assert.DoesNotContain("Level there", text);
                Assert.Contains("8322", text);
                Assert.Contains("The Saudi check of the qualification itself", text);
                Assert.DoesNotContain("SSCO", text);
            }

            if (country == "JO")
            {
                var text = await watched.Page.InnerTextAsync(".abroad");
                Assert.Contains("The register names no test for Jordan.", text);
                Assert.Contains("Also in the register: Garment factories, mostly women, via BOESL", text);
            }

            await SoundAsync(watched, $"code-level-{country}-320");
        }
    }

    [Fact]
    public async Task A_certificate_that_is_not_good_offers_neither()
    {
        await using var watched = await AskAsync("revoked", "en");
        Assert.Contains("REVOKED", await watched.Page.InnerTextAsync("h1"));
        Assert.Equal(0, await watched.Page.Locator(".person, .abroad, .content, .name, .answers use[href='#sign-yes']").CountAsync());
        await SoundAsync(watched, "code-revoked-en-320");
    }

    private static async Task CompareAsync(WatchedPage watched, string name, string typed)
    {
        await watched.Page.FillAsync($"input[name={name}]", typed);
        await watched.Page.ClickAsync($"form:has([name={name}]) button");
    }

    private async Task<WatchedPage> AskAsync(string state, string language)
    {
        employer.Scheme.Issuer.Serve("/lookup", Base32.TryDecode(employer.Payloads[state], out var cwt) ? cwt : [], "application/cwt");
        var watched = await employer.Chromium.NewPageAsync(language, 320);
        await watched.Page.GotoAsync($"{employer.Url}/code");
        await watched.Page.FillAsync("#code", CertificateCode.New(RandomNumberGenerator.Create()));
        await watched.Page.ClickAsync("form:has(#code) button");
        await watched.Page.WaitForSelectorAsync(".verdict");
        return watched;
    }

    private static async Task SoundAsync(WatchedPage watched, string picture)
    {
        Assert.Equal(0, await watched.Page.Locator("script").CountAsync());
        await watched.AssertSoundAsync();
        await watched.AssertFitsEnlargedAsync();
        await watched.PictureAsync(picture);
    }
}
