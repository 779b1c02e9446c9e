using System.IO.Compression;
using System.Text.Json;
using Microsoft.Playwright;
using SkillsPassport.Services.Tests.Peers;
using Xunit.Abstractions;

namespace SkillsPassport.Journeys.Tests.Browser;

/// <summary>The page behind the QR link, in real Chromium: every state in every language.</summary>
[Collection(EmployerPages.Name)]
public sealed class CheckerPageTests(EmployerScheme employer, ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> Certificates = new()
    {
        ["valid"] = "valid", ["statement"] = "valid", ["driving"] = "valid", ["revoked"] = "revoked",
        ["suspended"] = "suspended", ["replaced"] = "replaced", ["expired"] = "expired",
        ["not_yet_valid"] = "not_yet_valid", ["not_accredited"] = "not_accredited", ["unknown_issuer"] = "not_accredited",
        ["could_not_check"] = "could_not_check", ["not_genuine"] = "not_genuine", ["damaged"] = "not_genuine",
    };

    public static TheoryData<string> EveryState => [.. Certificates.Keys];

    [Theory]
    [MemberData(nameof(EveryState))]
    public async Task Every_state_is_said_plainly_in_every_language(string name)
    {
        await using var watched = await employer.Chromium.NewPageAsync(name.Length % 2 == 0 ? "ar" : "bn");
        await OpenAsync(watched, name);
        var state = Certificates[name];
        var look = state == "valid" ? "yes" : state == "could_not_check" ? "unknown" : "no";
        foreach (var (language, width) in new[] { ("en", 320), ("bn", 360), ("ar", 320), ("ar", 1280), ("ur", 320), ("ja", 320), ("ja", 1280) })
        {
            await watched.Page.SetViewportSizeAsync(width, 800);
            await watched.Page.EvaluateAsync($"document.querySelector('[data-language={language}]').click()");
            await Assertions.Expect(watched.Page.Locator("h1")).ToHaveTextAsync(
                EmployerScheme.Phrases(language)[name == "statement" ? "state.valid.statement" : $"state.{state}.title"]);
            Assert.Equal(1, await watched.Page.Locator($".verdict.{look}").CountAsync());
            Assert.Equal(look == "yes" ? 1 : 0, await watched.Page.Locator(".verdict.yes").CountAsync());
            Assert.Equal(language is "ar" or "ur" ? "rtl" : "ltr", await watched.Page.GetAttributeAsync("html", "dir"));
            Assert.Equal(language == "en", !await watched.Page.Locator(".draft").IsVisibleAsync());
            if (look == "no")
            {
                Assert.Equal(0, await watched.Page
                    .Locator(".content, .units, .name, .answers use[href='#sign-yes']").CountAsync());
                Assert.DoesNotContain("RAFIQUL", await watched.Page.InnerTextAsync("body"));
            }

            await watched.PictureAsync($"checker-{name}-{language}-{width}");
            await watched.Page.ClickAsync(".full summary");
            await watched.AssertSoundAsync(refused: "/trust/status");
        }

        Assert.All(watched.Requests, request => Assert.StartsWith(employer.Url, request.Url));
        Assert.All(watched.Requests, request => Assert.DoesNotContain(employer.Payloads[name], request.Url.Split('#')[0]));
    }

    [Fact]
    public async Task Where_an_older_list_arrives_the_advice_is_not_to_connect()
    {
        await using var watched = await employer.Chromium.NewPageAsync();
        await OpenAsync(watched, "valid");
        await watched.Page.EvaluateAsync("""
            Object.keys(localStorage).filter(one => one.startsWith('trust-list-')).forEach(name =>
                localStorage.setItem(name, JSON.stringify({ sequence: 1000000, digest: 'x', at: 0 })))
            """);
        await watched.Page.ReloadAsync();
        await Assertions.Expect(watched.Page.Locator(".verdict.unknown")).ToBeVisibleAsync();
        await Assertions.Expect(watched.Page.Locator(".next")).ToContainTextAsync("another network");
    }

    [Fact]
    public async Task What_the_certificate_says_is_shown_as_signed()
    {
        await using var watched = await employer.Chromium.NewPageAsync();
        await OpenAsync(watched, "valid");
        var text = await watched.Page.InnerTextAsync("body");
        foreach (var part in new[]
        {
            "MD RAFIQUL ISLAM", "মোঃ রফিকুল ইসলাম", "National Skills Certificate", "Plumbing", "2 of 6", "Bangladesh NSQF",
            "semi-skilled worker", "Assessment of prior experience (RPL)", "NSC-CON-PLM-L2-900101", "RPL-CON-PLM-L2-900101",
            "16 March 2026", "15 March 2031", "National Skills Development Authority, Bangladesh", "Demo centre", "RPLC-DEMO-01",
            "and 7 more general units", "status as of", "DEMO",
        })
        {
            Assert.Contains(part, text.Replace("\u2068", "").Replace("\u2069", ""));
        }

        Assert.DoesNotContain("ABDUL KARIM", text);
        Assert.DoesNotContain("ROKEYA", text);
    }

    [Fact]
    public async Task A_statement_says_that_it_is_not_a_certificate_and_a_driver_s_that_it_is_no_licence()
    {
        await using var watched = await employer.Chromium.NewPageAsync();
        await OpenAsync(watched, "statement");
        Assert.Contains("12 of 14 units", (await watched.Page.InnerTextAsync("body")).Replace("\u2068", "").Replace("\u2069", ""));
        await OpenAsync(watched, "driving");
        Assert.Contains("not a driving licence", await watched.Page.InnerTextAsync("body"));
    }

    [Fact]
    public async Task The_person_is_compared_without_giving_the_solution_away()
    {
        await using var watched = await employer.Chromium.NewPageAsync();
        await OpenAsync(watched, "valid");
        var page = watched.Page;
        var html = await page.ContentAsync();
        Hidden.In(html, "7K2", "1990");

        await page.FillAsync("input[name=passport]", "7k2");
        await page.PressAsync("input[name=passport]", "Enter");
        Assert.Contains("matches the certificate", await page.InnerTextAsync(".answer.yes"));
        await page.FillAsync("input[name=passport]", "7K3");
        await page.PressAsync("input[name=passport]", "Enter");
        Assert.Contains("ends differently", await page.InnerTextAsync(".answer.no"));
        await page.FillAsync("input[name=year]", "১৯৯০");
        await page.PressAsync("input[name=year]", "Enter");
        Assert.Contains("year of birth matches", await page.InnerTextAsync(".answer.yes"));
        Hidden.In(await page.InnerTextAsync("body"), "7K2");
        Assert.Contains("A match alone proves nothing", await page.InnerTextAsync(".person"));
        await watched.AssertSoundAsync();
        await watched.PictureAsync("checker-person-en-360");
    }

    [Fact]
    public async Task What_the_right_person_s_passport_says_matches_however_it_was_pasted_or_typed()
    {
        await using var watched = await employer.Chromium.NewPageAsync();
        await OpenAsync(watched, "valid");
        var page = watched.Page;
        foreach (var (name, typed) in new[]
        {
            ("passport", "ZZ00007K2"), ("passport", "\u200F7K2"), ("passport", "7K2\u200F"), ("passport", "\u20687K2\u2069"),
            ("passport", "7 k 2"), ("passport", " 7K2"), ("passport", "AB 0000 7K2\u00A0"), ("year", "1 9 9 0"), ("year", "\u20671990\u2069"),
        })
        {
            await page.FillAsync($"input[name={name}]", typed);
            await page.PressAsync($"input[name={name}]", "Enter");
            Assert.Equal($"{typed}: True", $"{typed}: {await page.IsVisibleAsync($"form:has([name={name}]) .answer.yes")}");
        }

        for (var i = 0; i < 6; i++)
        {
            await page.FillAsync("input[name=passport]", "\u200F7 K");
            await page.PressAsync("input[name=passport]", "Enter");
            Assert.Contains("exactly the last three", await page.InnerTextAsync("form:has([name=passport]) .answer"));
        }

        await page.FillAsync("input[name=passport]", "7K2");
        await page.PressAsync("input[name=passport]", "Enter");
        Assert.True(await page.IsVisibleAsync("form:has([name=passport]) .answer.yes"));
    }

    [Fact]
    public async Task The_page_is_no_oracle_for_the_passport()
    {
        await using var watched = await employer.Chromium.NewPageAsync(width: 320);
        await OpenAsync(watched, "valid");
        var page = watched.Page;
        foreach (var guess in new[] { "001", "002", "003", "004", "005" })
        {
            await page.FillAsync("input[name=passport]", guess);
            await page.PressAsync("input[name=passport]", "Enter");
            Assert.Contains("ends differently", await page.InnerTextAsync(".answer.no"));
        }

        await page.ReloadAsync();
        await page.WaitForSelectorAsync("input[name=year]");
        foreach (var (name, right) in new[] { ("passport", "7K2"), ("year", "1990") })
        {
            await page.FillAsync($"input[name={name}]", right);
            await page.PressAsync($"input[name={name}]", "Enter");
            Assert.Contains("Too many wrong tries", await page.InnerTextAsync($"form:has([name={name}]) .answer.unknown"));
        }

        Assert.Equal(0, await page.Locator(".answer.yes").CountAsync());
        await watched.AssertSoundAsync();
        await watched.PictureAsync("checker-person-limit-en-320");
    }

    [Fact]
    public async Task A_welder_s_units_name_process_and_positions()
    {
        await using var watched = await employer.Chromium.NewPageAsync("ja", 320);
        await OpenAsync(watched, "statement");
        var units = (await watched.Page.InnerTextAsync(".units")).Replace("\u2068", "").Replace("\u2069", "");
        Assert.Contains("被覆アーク溶接、SMAW", units);
        Assert.Contains("姿勢 1G 2G 3G", units);
        await watched.AssertSoundAsync();
        await watched.PictureAsync("checker-welding-ja-320");
    }

    [Fact]
    public async Task No_page_can_be_framed()
    {
        foreach (var path in new[] { "/", "/C", "/S", "/code", "/how-to-know", "/no-such-page", "/offline" })
        {
            using var answer = await employer.Verifier.Http.GetAsync(path);
            Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
            Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        }

        await using var watched = await employer.Chromium.NewPageAsync();
        await watched.Page.RouteAsync("https://frame.example/", route => route.FulfillAsync(new()
        {
            ContentType = "text/html", Body = $"<iframe src='{employer.Link("valid")}' width=360 height=800></iframe>",
        }));
        await watched.Page.GotoAsync("https://frame.example/", new() { WaitUntil = WaitUntilState.NetworkIdle });
        Assert.DoesNotContain(watched.Page.Frames.Skip(1), frame => frame.Url.StartsWith(employer.Url, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_real_page_is_told_by_the_address_that_was_set_up_and_not_by_the_one_asked_at()
    {
        var elsewhere = await employer.Verifier.Http.GetStringAsync("/how-to-know?lang=en");
        Assert.Contains("http://localhost:5102/", elsewhere);
        Assert.Contains("Careful: you are now at", elsewhere);
        using var own = new HttpRequestMessage(HttpMethod.Get, "/how-to-know?lang=en") { Headers = { Host = "localhost:5102" } };
        using var answer = await employer.Verifier.Http.SendAsync(own);
        Assert.DoesNotContain("Careful", await answer.Content.ReadAsStringAsync());
        await using var watched = await employer.Chromium.NewPageAsync("ar", 320);
        await watched.Page.GotoAsync($"{employer.Url}/how-to-know");
        await watched.AssertSoundAsync();
        await watched.PictureAsync("how-to-know-ar-320");
    }

    [Fact]
    public async Task Another_language_is_one_tap_away_and_remembered()
    {
        await using var watched = await employer.Chromium.NewPageAsync();
        await OpenAsync(watched, "valid");
        foreach (var language in new[] { "ar", "bn", "ms", "hi", "ur", "ko", "ja", "it", "en", "bn" })
        {
            await watched.Page.ClickAsync($"[data-language={language}]");
            await Assertions.Expect(watched.Page.Locator("h1")).ToHaveTextAsync(EmployerScheme.Phrases(language)["state.valid.title"]);
            Assert.Equal(language, await watched.Page.GetAttributeAsync("html", "lang"));
            await watched.AssertSoundAsync();
        }

        await watched.Page.ReloadAsync();
        await Assertions.Expect(watched.Page.Locator("h1")).ToHaveTextAsync(EmployerScheme.Phrases("bn")["state.valid.title"]);
    }

    [Fact]
    public async Task Nothing_looks_like_a_yes_before_the_verdict_or_when_it_is_no()
    {
        await using var watched = await employer.Chromium.NewPageAsync();
        await watched.Page.AddInitScriptAsync("""
            window.seen = [];
            new MutationObserver(() => window.seen.push(...[...document.querySelectorAll('.verdict')].map(one => one.className)))
              .observe(document, { childList: true, subtree: true });
            """);
        await OpenAsync(watched, "revoked");
        var seen = await watched.Page.EvaluateAsync<string[]>("seen");
        Assert.NotEmpty(seen);
        Assert.DoesNotContain("verdict yes", seen);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(86400)]
    public async Task A_device_whose_clock_is_wrong_still_gets_the_right_verdict(int seconds)
    {
        await using var watched = await employer.Chromium.NewPageAsync();
        await watched.Page.AddInitScriptAsync($"const now = Date.now; Date.now = () => now() + {seconds} * 1000;");
        await OpenAsync(watched, "valid");
        await Assertions.Expect(watched.Page.Locator("h1")).ToHaveTextAsync("This certificate is genuine");
    }

    [Fact]
    public async Task A_trust_list_by_another_root_is_not_believed()
    {
        await using var watched = await employer.Chromium.NewPageAsync();
        var forged = SkillsPassport.Credentials.Trust.TrustListSigner.Sign(employer.Scheme.Content, SkillsPassport.Services.Tests.Verifier.Scheme.NewKey());
        await watched.WithoutListsInPageAsync();
        await watched.Page.RouteAsync("**/trust/list", route => route.FulfillAsync(new() { Body = forged, ContentType = "application/trust-list+jwt" }));
        await OpenAsync(watched, "valid");
        await Assertions.Expect(watched.Page.Locator("h1")).ToHaveTextAsync("CANNOT CHECK NOW");
        Assert.Contains("not authentic", await watched.Page.InnerTextAsync("body"));
        Assert.Equal(0, await watched.Page.Locator(".name").CountAsync());
    }

    [Fact]
    public async Task Without_a_trust_list_nothing_is_believed_and_nothing_is_shown()
    {
        await using var watched = await employer.Chromium.NewPageAsync("ar", 320);
        await watched.WithoutListsInPageAsync();
        await watched.Page.RouteAsync("**/trust/list", route => route.FulfillAsync(new() { Status = 503 }));
        await OpenAsync(watched, "valid");
        await Assertions.Expect(watched.Page.Locator("h1")).ToHaveTextAsync(EmployerScheme.Phrases("ar")["state.could_not_check.title"]);
        Assert.Contains(EmployerScheme.Phrases("ar")["reason.trust_list_missing"], await watched.Page.InnerTextAsync("body"));
        Assert.Equal(0, await watched.Page.Locator(".name, .units, .verdict.yes, .person input").CountAsync());
        await watched.AssertSoundAsync(refused: "/trust/list");
        await watched.PictureAsync("checker-no-trust-list-ar-320");
    }

    [Fact]
    public async Task A_status_list_that_is_too_old_or_not_the_issuer_s_is_not_believed()
    {
        foreach (var (token, reason) in new[]
        {
            (employer.Scheme.StatusCwt(employer.Scheme.PaperStatusUri, DateTimeOffset.UtcNow.AddDays(-3)), "status_stale"),
            (employer.Scheme.StatusCwt(employer.Scheme.PaperStatusUri, key: SkillsPassport.Services.Tests.Verifier.Scheme.NewKey()),
                "status_invalid"),
            (employer.Scheme.StatusCwt(employer.Scheme.Issuer.Url + "/status/2.cwt"), "status_invalid"),
        })
        {
            await using var watched = await employer.Chromium.NewPageAsync();
            await watched.WithoutListsInPageAsync();
            await watched.Page.RouteAsync("**/trust/status?**", route =>
                route.FulfillAsync(new() { BodyBytes = token, ContentType = "application/statuslist+cwt" }));
            await OpenAsync(watched, "valid");
            await Assertions.Expect(watched.Page.Locator("h1")).ToHaveTextAsync("CANNOT CHECK NOW");
            Assert.Contains(EmployerScheme.Phrases("en")[$"reason.{reason}"], await watched.Page.InnerTextAsync("body"));
        }
    }

    [Fact]
    public async Task A_certificate_on_paper_may_name_a_status_list_in_the_form_of_wallets()
    {
        await using var watched = await employer.Chromium.NewPageAsync();
        var paper = employer.Scheme.Paper(7, statusUri: employer.Scheme.StatusUri);
        await watched.Page.GotoAsync($"{employer.Url}/C#{Credentials.Paper.Base32.Encode(paper)}");
        await watched.Page.WaitForSelectorAsync("#result:not([aria-busy]) .verdict.yes");
        await watched.AssertSoundAsync();
    }

    [Fact]
    public async Task Without_a_secure_connection_it_says_why_it_could_not_check()
    {
        await using var watched = await employer.Chromium.NewPageAsync();
        await watched.Page.AddInitScriptAsync("Object.defineProperty(crypto, 'subtle', { value: undefined })");
        await watched.Page.GotoAsync(employer.Link("valid"));
        await Assertions.Expect(watched.Page.Locator("h1")).ToHaveTextAsync("This browser cannot check signatures here");
        await watched.AssertSoundAsync();
    }

    [Fact]
    public async Task Without_script_it_says_what_to_do_and_does_not_pretend_to_check()
    {
        await using var watched = await employer.Chromium.NewPageAsync(javaScript: false);
        await watched.Page.GotoAsync(employer.Link("valid"));
        await Assertions.Expect(watched.Page.Locator("h1:visible")).ToHaveTextAsync("This page needs JavaScript to check the QR code");
        Assert.True(await watched.Page.IsVisibleAsync("#code"));
        await watched.PictureAsync("checker-noscript-en-360");
    }

    [Fact]
    public async Task The_first_load_to_the_verdict_is_at_most_60_kilobytes()
    {
        await using var watched = await employer.Chromium.NewPageAsync("bn");
        await OpenAsync(watched, "valid");
        var loaded = watched.Requests.ToList();
        var whole = 0;
        foreach (var request in loaded)
        {
            var response = await request.ResponseAsync();
            whole += Gzipped(await response!.BodyAsync());
        }

        Assert.InRange(whole, 1, 60 * 1024);
        output.WriteLine($"first load {whole} bytes gzipped in {loaded.Count} requests");
    }

    private async Task OpenAsync(WatchedPage watched, string name)
    {
        await watched.Page.GotoAsync(employer.Link(name));
        await watched.Page.WaitForSelectorAsync("#result:not([aria-busy]) .verdict:not(.wait)");
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
