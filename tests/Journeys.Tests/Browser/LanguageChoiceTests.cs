using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace SkillsPassport.Journeys.Tests.Browser;

/// <summary>Which language a reader gets, how another is chosen, and dates and digits as its readers write them.</summary>
[Collection(EmployerChoices.Name)]
public sealed class LanguageChoiceTests(EmployerScheme employer)
{
    private static readonly string[] Languages = ["en", "ar", "bn", "ms", "hi", "ur", "ko", "ja", "it"];

    [Theory]
    [InlineData("ur-PK,ur;q=0.9,en;q=0.8", "ur", "rtl")]
    [InlineData("ar-SA", "ar", "rtl")]
    [InlineData("fr-FR, it;q=0.3, ko;q=0.7", "ko", "ltr")]
    [InlineData("JA", "ja", "ltr")]
    [InlineData("hi;q=0, ms;q=0.1", "ms", "ltr")]
    [InlineData("fr, de", "en", "ltr")]
    [InlineData("*", "en", "ltr")]
    [InlineData(";;q=", "en", "ltr")]
    public async Task The_browser_s_wish_decides_until_the_reader_chooses(string wish, string language, string direction)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("Accept-Language", wish);
        using var http = new HttpClient { BaseAddress = new(employer.Url) };
        using var answer = await http.SendAsync(request);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Contains($"<html lang=\"{language}\" dir=\"{direction}\"", html);
        Assert.DoesNotContain("data-chosen", html);
    }

    [Fact]
    public async Task A_page_kept_in_another_language_still_speaks_the_browser_s()
    {
        await using var watched = await employer.Chromium.NewPageAsync("ja");
        await watched.Page.RouteAsync("**/C", async route => await route.ContinueAsync(new()
        {
            Headers = route.Request.Headers.Where(one => one.Key != "accept-language")
                .Append(new("accept-language", "en")),
        }));
        await watched.Page.GotoAsync(employer.Link("valid"));
        await Assertions.Expect(watched.Page.Locator("h1")).ToHaveTextAsync(EmployerScheme.Phrases("ja")["state.valid.title"]);
        await watched.Page.ClickAsync("[data-language=it]");
        await Assertions.Expect(watched.Page.Locator("h1")).ToHaveTextAsync(EmployerScheme.Phrases("it")["state.valid.title"]);
        await watched.Page.Context.ClearCookiesAsync();
        await watched.Page.ReloadAsync();
        await Assertions.Expect(watched.Page.Locator("h1")).ToHaveTextAsync(EmployerScheme.Phrases("it")["state.valid.title"]);
    }

    [Fact]
    public async Task A_choice_made_without_script_is_remembered_with_script_too()
    {
        await using var watched = await employer.Chromium.NewPageAsync("it");
        await watched.Page.GotoAsync($"{employer.Url}/code?lang=ms");
        await watched.Page.GotoAsync(employer.Link("valid"));
        await Assertions.Expect(watched.Page.Locator("h1")).ToHaveTextAsync(EmployerScheme.Phrases("ms")["state.valid.title"]);
    }

    [Fact]
    public async Task A_link_in_a_language_is_a_choice_that_lasts()
    {
        await using var watched = await employer.Chromium.NewPageAsync("en");
        foreach (var language in new[] { "ar", "bn" })
        {
            await watched.Page.GotoAsync($"{employer.Url}/?lang={language}");
            await Assertions.Expect(watched.Page.Locator("html")).ToHaveAttributeAsync("lang", language);
            await watched.Page.GotoAsync($"{employer.Url}/code");
            await watched.Page.LoadedAsync();
            await Assertions.Expect(watched.Page.Locator("html")).ToHaveAttributeAsync("lang", language);
        }
    }

    [Fact]
    public async Task Every_language_is_one_tap_away_on_the_smallest_screen()
    {
        foreach (var language in Languages)
        {
            await using var watched = await employer.Chromium.NewPageAsync(language, 320);
            await watched.Page.GotoAsync(employer.Url);
            var others = await watched.Page.Locator(".languages a:visible").AllAsync();
            Assert.Equal(Languages.Length - 1, others.Count);
            foreach (var other in others)
            {
                var box = (await other.BoundingBoxAsync())!;
                Assert.InRange(box.Height, 48, 80);
                Assert.InRange(box.Width, 40, 120);
            }

            await watched.AssertSoundAsync();
            await watched.PictureAsync($"languages-{language}-320");
        }
    }

    [Fact]
    public async Task Dates_are_written_as_the_browser_writes_them_in_every_language()
    {
        foreach (var language in Languages)
        {
            await using var watched = await employer.Chromium.NewPageAsync(language);
            await watched.Page.GotoAsync($"{employer.Url}/C");
            var phrases = EmployerScheme.Phrases(language);
            foreach (var month in Enumerable.Range(1, 12))
            {
                var own = string.Format(CultureInfo.InvariantCulture, phrases["date"], "16", phrases[$"month.{month}"], "2026");
                Assert.Equal(Digits(language, own), await watched.Page.EvaluateAsync<string>($$"""
                    (async () => (await import(JSON.parse(document.getElementById('page').textContent).languages.en.replace('phrases.en.json', 'language.mjs')))
                      .date('2026-{{month:00}}-16'))()
                    """));
            }
        }
    }

    private static string Digits(string language, string text)
    {
        var zero = language switch { "bn" => '\u09E6', "ar" => '\u0660', _ => '0' };
        return string.Concat(text.Select(letter => char.IsAsciiDigit(letter) ? (char)(zero + letter - '0') : letter));
    }
}
