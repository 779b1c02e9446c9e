using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Services.Tests.Verifier;

namespace SkillsPassport.Journeys.Tests.Browser;

/// <summary>The receipt in real Chromium: made from a verdict, checked in the browser, printed on one page.</summary>
[Collection(EmployerFiles.Name)]
public sealed class ReceiptPageTests(EmployerScheme employer)
{
    [Theory]
    [InlineData("valid", "yes", "Genuine and valid")]
    [InlineData("revoked", "no", "REVOKED")]
    [InlineData("could_not_check", "unknown", "Could not check")]
    [InlineData("not_genuine", "no", "Not genuine")]
    public async Task A_verdict_gives_a_receipt_after_plain_consent(string state, string look, string says)
    {
        await using var watched = await employer.Chromium.NewPageAsync(width: 320);
        await watched.Page.GotoAsync(employer.Link(state));
        var form = watched.Page.Locator("form.receiptform:visible");
        await form.Locator("summary").ClickAsync();
        Assert.Contains("is sent to this service", await form.InnerTextAsync());
        Assert.DoesNotContain(watched.Requests, request => request.Method == "POST");
        await form.Locator("[name=requestedFor]").FillAsync("HR <2026>/113");
        await watched.PictureAsync($"receipt-form-{state}-en-320");
        await form.Locator("button").ClickAsync();
        await Assertions.Expect(watched.Page.Locator($".receipt.{look} .found")).ToContainTextAsync(says);
        await Assertions.Expect(watched.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/receipt#eyJ"));
        var text = await watched.Page.InnerTextAsync(".receipt");
        Assert.Contains("This page checked the receipt's signature", text);
        Assert.Contains("Copy the link and keep it with your file.", await watched.Page.InnerTextAsync("main"));
        Assert.Contains("HR <2026>/113", text);
        await AssertNeutralAsync(watched, look);
        Assert.DoesNotContain("RAFIQUL", text);
        Assert.Equal(state is "valid" or "revoked" or "could_not_check", text.Contains("NSC-CON-PLM-L2-900101", StringComparison.Ordinal));
        await watched.AssertSoundAsync(refused: "/trust/status");
        await watched.PictureAsync($"receipt-{state}-en-320");
        // Its link alone is enough, and the server is never told what stands in it.
        var link = watched.Page.Url;
        await watched.Page.GotoAsync("about:blank");
        watched.Requests.Clear();
        await watched.Page.GotoAsync(link);
        await Assertions.Expect(watched.Page.Locator($".receipt.{look} .found")).ToContainTextAsync(says);
        Assert.DoesNotContain(watched.Requests, request => request.Method != "GET");
        Assert.Matches(@"On .+ UTC\+3\W* a certificate was checked", await watched.Page.InnerTextAsync(".receipt"));
    }

    [Fact]
    public async Task It_is_sound_in_every_language_and_prints_on_one_page()
    {
        var text = await MakeAsync("valid");
        foreach (var (language, width) in new[] { ("en", 1280), ("bn", 360), ("ar", 360), ("ar", 1280) })
        {
            await using var watched = await employer.Chromium.NewPageAsync(language, width);
            await watched.Page.GotoAsync($"{employer.Url}/receipt#{text}");
            await Assertions.Expect(watched.Page.Locator(".receipt dl")).ToContainTextAsync(language switch
            {
                "bn" => "জাতীয় দক্ষতা উন্নয়ন কর্তৃপক্ষ", "ar" => "هيئة تنمية المهارات الوطنية، بنغلاديش",
                _ => "National Skills Development Authority, Bangladesh",
            });
            await watched.AssertSoundAsync();
            await watched.PictureAsync($"receipt-{language}-{width}");
            await watched.Page.WaitForSelectorAsync(".proof svg", new() { State = WaitForSelectorState.Attached });
            var pdf = await watched.Page.PdfAsync(new() { PreferCSSPageSize = true });
            var pages = System.Text.RegularExpressions.Regex.Count(System.Text.Encoding.Latin1.GetString(pdf), @"/Type\s*/Page\b");
            Assert.Equal(1, pages);
            // What lies beside the paper is in the file, but not on the page.
            Assert.Contains("NSC-CON-PLM-L2-900101", await PrintedPage.TextAsync(pdf), StringComparison.Ordinal);
            if (WatchedPage.Pictures is { } folder)
            {
                await File.WriteAllBytesAsync(Path.Combine(folder, $"receipt-{language}-{width}.pdf"), pdf);
            }
        }
    }

    [Fact]
    public async Task On_paper_it_does_not_vouch_for_itself_and_carries_its_link_for_a_scanner()
    {
        var folder = Directory.CreateTempSubdirectory("sp-receipt-");
        try
        {
            foreach (var state in new[] { "valid", "not_genuine" })
            {
                var text = await MakeAsync(state);
                await using var watched = await employer.Chromium.NewPageAsync(width: 1280);
                await watched.Page.GotoAsync($"{employer.Url}/receipt#{text}");
                await watched.Page.WaitForSelectorAsync(".proof svg", new() { State = WaitForSelectorState.Attached });
                var pdf = await watched.Page.PdfAsync(new() { PreferCSSPageSize = true });
                var printed = await PrintedPage.TextAsync(pdf);
                Assert.Contains("This sheet proves nothing by itself.", printed);
                Assert.DoesNotContain("nobody has changed it", printed);
                var (picture, words) = (Path.Combine(folder.FullName, "sheet.png"), Path.Combine(folder.FullName, "link.txt"));
                await File.WriteAllBytesAsync(picture, await PrintedPage.PictureAsync(pdf));
                await File.WriteAllTextAsync(words, $"http://localhost:5102/receipt#{text}");
                await NodeRun.TestAsync("reading.test.mjs", ("QR_PNG", picture), ("QR_TEXT", words));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public Task Every_size_of_its_symbol_is_read_back() => NodeRun.TestAsync("qr.test.mjs");

    [Fact]
    public async Task A_changed_receipt_is_no_another_verifiers_is_not_checked_and_a_cut_link_says_so()
    {
        var text = await MakeAsync("revoked");
        var payload = JsonDocument.Parse(Decode(text.Split('.')[1])).RootElement.GetRawText();
        string Of(string json, EcSigner? signer = null) => signer is null
            ? string.Join('.', text.Split('.')[0], Base64UrlStrict.Encode(System.Text.Encoding.UTF8.GetBytes(json)), text.Split('.')[2])
            : Jws.Sign(signer, new() { ["typ"] = "verification-receipt+jwt", ["kid"] = signer.Kid },
                System.Text.Encoding.UTF8.GetBytes(json));
        var stranger = Scheme.NewKey();
        await using var watched = await employer.Chromium.NewPageAsync();
        foreach (var (receipt, look, title) in new[]
        {
            (Of(payload.Replace("\"revoked\"", "\"valid\"")), "no", "This receipt is not genuine"),
            (Of(payload, stranger), "no", "This receipt is not genuine"),
            (Of(payload.Replace("http://localhost:5102", "https://evil.example/<b>"), stranger), "unknown", "This receipt cannot be checked here"),
            (text[..^20], "unknown", "This is not a receipt"),
            ("nonsense", "unknown", "This is not a receipt"),
        })
        {
            await watched.Page.GotoAsync("about:blank");
            await watched.Page.GotoAsync($"{employer.Url}/receipt#{receipt}");
            await Assertions.Expect(watched.Page.Locator($".verdict.{look} h1")).ToHaveTextAsync(title);
            Assert.Equal(0, await watched.Page.Locator(".receipt, .verdict.yes").CountAsync());
            await watched.AssertSoundAsync();
        }

        await watched.Page.FillAsync("#receipt", $"{employer.Url}/receipt#{text}");
        await watched.Page.ClickAsync("[data-paste] button");
        await Assertions.Expect(watched.Page.Locator(".receipt.no .found")).ToContainTextAsync("REVOKED");
    }

    [Fact]
    public async Task Without_script_a_looked_up_certificate_gets_its_receipt_too()
    {
        await using var watched = await employer.Chromium.NewPageAsync(javaScript: false);
        employer.Scheme.Issuer.On("/lookup", async context =>
        {
            context.Response.ContentType = "application/cwt";
            await context.Response.Body.WriteAsync(employer.Scheme.Paper(30));
        });
        await watched.Page.GotoAsync(employer.Url + "/code");
        await watched.Page.FillAsync("#code", Enumerable.Range(0, 1024).Select(i => "0123456789"
            + "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[i / 32] + "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[i % 32])
            .First(code => SkillsPassport.Credentials.Paper.CertificateCode.TryParse(code, out _)));
        await watched.Page.ClickAsync("[data-code] button");
        await watched.Page.ClickAsync(".receiptform summary");
        await watched.Page.ClickAsync(".receiptform button");
        await Assertions.Expect(watched.Page.Locator(".receipt")).ToContainTextAsync("Genuine and valid");
        await Assertions.Expect(watched.Page.Locator(".receipt")).ToContainTextAsync("NSC-CON-PLM-L2-900101");
        await watched.PictureAsync("receipt-noscript-en-360");
        await AssertNeutralAsync(watched, "yes");
        var printed = await PrintedPage.TextAsync(await watched.Page.PdfAsync(new() { PreferCSSPageSize = true }));
        Assert.Contains("This sheet proves nothing by itself.", printed);
        Assert.Contains("/receipt#eyJ", printed);
        Assert.DoesNotContain("nobody has changed it", printed);
        employer.Scheme.Issuer.Off("/lookup");
    }

    [Fact]
    public async Task Without_script_the_receipt_of_a_bad_certificate_shows_nothing_good_either()
    {
        await using var watched = await employer.Chromium.NewPageAsync(javaScript: false);
        await watched.Page.GotoAsync(employer.Url + "/receipt");
        await watched.Page.FillAsync("#receipt", await MakeAsync("expired"));
        await watched.Page.ClickAsync("[data-paste] button");
        await watched.Page.WaitForSelectorAsync(".receipt.no");
        await AssertNeutralAsync(watched, "no");
    }

    /// <summary>A receipt is no verdict: nothing in it is green, and of a bad certificate nothing in it looks good.</summary>
    private static async Task AssertNeutralAsync(WatchedPage watched, string look)
    {
        var green = await watched.Page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll('.receipt, .receipt *')].filter(one => {
              const style = getComputedStyle(one);
              return ['color', 'borderTopColor', 'borderInlineStartColor', 'backgroundColor', 'fill', 'stroke']
                .some(name => style[name] === 'rgb(11, 93, 75)') || (one.matches('.sign, .big') && !style.getPropertyValue('--tick'));
            }).map(one => one.outerHTML.slice(0, 80))
            """);
        Assert.True(green.Length == 0, string.Join("\n", green));
        if (look == "no")
        {
            Assert.Equal(0, await watched.Page.Locator(".receipt use[href='#sign-yes']").CountAsync());
            var text = await watched.Page.InnerTextAsync(".receipt");
            Assert.DoesNotContain("? Yes", text);
            Assert.DoesNotContain("Passed:", text);
            Assert.Contains("Failed:", text);
        }
    }

    private async Task<string> MakeAsync(string state)
    {
        using var answer = await employer.Verifier.Http.PostAsJsonAsync("/api/receipts",
            new { credential = employer.Payloads[state], requestedFor = "File 12/২০২৬" });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("receipt").GetString()!;
    }

    private static byte[] Decode(string part) => Base64UrlStrict.TryDecode(part, out var bytes) ? bytes : [];
}
