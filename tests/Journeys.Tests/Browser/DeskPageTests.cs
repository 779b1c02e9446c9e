using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using QRCoder;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Services.Tests.Peers;
using Xunit.Abstractions;

namespace SkillsPassport.Journeys.Tests.Browser;

/// <summary>The batch desk in real Chromium: everything an office has in its folder becomes one table.</summary>
[Collection(EmployerTools.Name)]
public sealed class DeskPageTests(EmployerScheme employer, ITestOutputHelper output)
{
    private const string Code = "0123456789";

    [Fact]
    public async Task Two_hundred_mixed_inputs_become_one_table_and_nothing_but_codes_leaves_the_device()
    {
        await using var watched = await OpenAsync();
        var files = Enumerable.Range(0, 80).Select(i => Png($"photo-{i:00}.png", Link(Paper(100 + i)))).ToList();
        files.AddRange(Enumerable.Range(0, 6).Select(i => Png($"again-{i}.png", Link(Paper(100 + i)))));
        files.AddRange(Enumerable.Range(0, 8).Select(i => Pdf($"certificate-{i}.pdf", Paper(200 + i))));
        files.Add(Pdf("=cmd|' /C calc'!A0.pdf", Paper(220), Paper(221)));
        files.AddRange(new[] { "revoked", "suspended", "replaced", "expired", "not_genuine", "not_accredited" }
            .Select(state => Png($"{state}.png", employer.Link(state))));
        files.Add(Png("menu.png", "https://restaurant.example/menu"));
        files.Add(Png("slip.png", "openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fissuer.example"));
        files.Add(new() { Name = "letter.png", MimeType = "image/png", Buffer = "not a picture"u8.ToArray() });
        files.Add(new() { Name = "scan.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.4\n%%EOF"u8.ToArray() });
        var column = string.Join('\n', Enumerable.Range(0, 90).Select(i => Link(Paper(300 + i)))
            .Append(employer.Payloads["could_not_check"]).Append("Serial\tName").Append("NSC-1\tRahim")
            .Append("not a code at all").Append($"{employer.Url}/C#{Base32.Encode(Paper(300))}"));
        var heap = await HeapAsync(watched);
        var clock = Stopwatch.StartNew();
        await watched.Page.SetInputFilesAsync("#files", files);
        await watched.Page.FillAsync("#column", column);
        await watched.Page.ClickAsync("[data-column] button");
        await DoneAsync(watched, files.Count + 95);
        output.WriteLine($"{files.Count + 95} inputs in {clock.Elapsed.TotalSeconds:0.0} s, heap "
            + $"{heap / 1e6:0.0} → {await HeapAsync(watched) / 1e6:0.0} MB");

        Assert.Equal(80 + 6 + 8 + 2 + 90 + 1, await CountAsync(watched, "yes"));
        Assert.Equal(6, await CountAsync(watched, "no"));
        Assert.Equal(1, await CountAsync(watched, "unknown"));
        Assert.Equal(7, await CountAsync(watched, "none"));
        Assert.Equal("20", await FilterAsync(watched, "twice"));
        await Eventually.TrueAsync(() => Task.FromResult(watched.Page.Workers.Count == 0));
        Assert.Equal(1, watched.Requests.Count(request => request.Url.EndsWith("/trust/list", StringComparison.Ordinal)));
        var lists = watched.Requests.Where(request => request.Url.Contains("/trust/status", StringComparison.Ordinal)).ToList();
        Assert.Equal(lists.Count, lists.DistinctBy(request => request.Url).Count());
        Assert.DoesNotContain(watched.Requests, request => request.Method != "GET");
        Assert.All(watched.Requests, request => Assert.StartsWith(employer.Url, request.Url.Replace("blob:", "")));
        await CsvIsSafeAsync(watched);
        await watched.PictureAsync("desk-200-en-1280");
        await watched.AssertSoundAsync(refused: "/trust/status");
    }

    [Fact]
    public async Task It_is_sorted_filtered_and_opened_by_keyboard_and_says_which_rows_are_no_certificates()
    {
        await using var watched = await OpenAsync();
        await watched.Page.EvaluateAsync("""
            () => {
              globalThis.drawnWhenDone = 0;
              const count = () => (globalThis.drawnWhenDone += document.querySelector('[data-stop]').hidden ? 1 : 0);
              new MutationObserver(count).observe(document.querySelector('.desk tbody'), { childList: true });
            }
            """);
        await watched.Page.SetInputFilesAsync("#files",
        [
            Png("b.png", employer.Link("revoked")), Png("a.png", employer.Link("valid")), Png("c.png", "https://menu.example"),
            Png("d.png", employer.Link("statement")),
        ]);
        await DoneAsync(watched, 4);
        // Once more a moment later would take the focus from where it is by then.
        await watched.Page.WaitForTimeoutAsync(500);
        Assert.Equal(1, await watched.Page.EvaluateAsync<int>("drawnWhenDone"));
        await watched.Page.PressAsync("[data-sort=from]", "Enter");
        Assert.Equal(["a.png", "b.png", "c.png", "d.png"], await watched.Page.Locator("td.from bdi").AllInnerTextsAsync());
        await watched.Page.PressAsync("[data-sort=from]", "Enter");
        Assert.Equal("d.png", (await watched.Page.Locator("td.from bdi").AllInnerTextsAsync())[0]);
        Assert.Equal("descending", await watched.Page.GetAttributeAsync("th.from", "aria-sort"));
        await watched.Page.PressAsync("[data-look=none]", "Enter");
        Assert.Contains("not from a skills certificate", await watched.Page.InnerTextAsync(".desk tbody"));
        await watched.Page.PressAsync("[data-look=all]", "Enter");
        var revoked = watched.Page.Locator("tr.no");
        Assert.Contains("The issuer has withdrawn it", await revoked.InnerTextAsync());
        Assert.DoesNotContain("RAFIQUL", await revoked.InnerTextAsync());
        await watched.Page.Locator("tr.yes .open button").First.PressAsync("Enter");
        await Assertions.Expect(watched.Page.Locator("dialog h1")).ToHaveTextAsync("This statement of achievement is genuine");
        Assert.Equal(1, await watched.Page.Locator("dialog form[target=_blank] input[name=credential]").CountAsync());
        await watched.AssertSoundAsync();
        await watched.PictureAsync("desk-details-en-1280");
        await watched.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(watched.Page.Locator("dialog")).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData("en", 320)]
    [InlineData("bn", 320)]
    [InlineData("ar", 320)]
    [InlineData("ar", 1280)]
    [InlineData("bn", 1280)]
    public async Task It_is_sound_on_a_small_phone_and_in_every_language(string language, int width)
    {
        await using var watched = await OpenAsync(language, width);
        await watched.PictureAsync($"desk-empty-{language}-{width}");
        await watched.AssertSoundAsync();
        await watched.Page.SetInputFilesAsync("#files",
        [
            Png("IMG_20261121_101530.png", employer.Link("valid")), Png("certificate of rahim.png", employer.Link("revoked")),
            Png("IMG_20261121_101530 (1).png", employer.Link("valid")), Png("c.png", employer.Link("could_not_check")),
            Png("statement.png", employer.Link("statement")), Png("holiday.png", "https://menu.example"),
        ]);
        await DoneAsync(watched, 6, language);
        await watched.PictureAsync($"desk-{language}-{width}");
        await watched.AssertSoundAsync(refused: "/trust/status");
        await watched.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await watched.PictureAsync($"desk-print-{language}-{width}");
    }

    [Fact]
    public async Task Codes_are_looked_up_as_slowly_as_the_service_wants_and_it_goes_on_by_itself()
    {
        await using var watched = await OpenAsync();
        var asked = 0;
        await watched.Page.RouteAsync("**/api/lookup", async route =>
        {
            if (Interlocked.Increment(ref asked) == 2)
            {
                await route.FulfillAsync(new()
                {
                    Status = 429, ContentType = "application/problem+json", Body = "{\"code\":\"too_many_requests\"}",
                    Headers = new Dictionary<string, string> { ["Retry-After"] = "5" },
                });
                return;
            }

            await route.ContinueAsync();
        });
        employer.Scheme.Issuer.On("/lookup", async context =>
        {
            context.Response.ContentType = "application/cwt";
            await context.Response.Body.WriteAsync(employer.Scheme.Paper(30));
        });
        await watched.Page.FillAsync("#column", $"{CodeOf(Code)}\n{CodeOf("1123456789")}\n0000-0000-0001");
        await watched.Page.ClickAsync("[data-column] button");
        await Assertions.Expect(watched.Page.Locator("[data-pause]")).ToContainTextAsync("only so many codes");
        await DoneAsync(watched, 3);
        Assert.Equal((2, 1), (await CountAsync(watched, "yes"), await CountAsync(watched, "none")));
        Assert.Contains("at least one character is wrong", await watched.Page.InnerTextAsync("tr.none"));
        employer.Scheme.Issuer.Off("/lookup");
    }

    [Fact]
    public async Task Without_a_connection_it_says_so_and_goes_on_by_itself_when_there_is_one()
    {
        await using var watched = await OpenAsync();
        var (asked, isCut) = (0, true);
        await watched.Page.RouteAsync("**/api/lookup", async route =>
        {
            if (Interlocked.Increment(ref asked) == 1)
            {
                await Task.Delay(1000); // the lists have come
                await watched.Page.Context.SetOfflineAsync(true);
            }

            await (isCut ? route.AbortAsync("internetdisconnected") : route.ContinueAsync());
        });
        employer.Scheme.Issuer.On("/lookup", async context =>
        {
            context.Response.ContentType = "application/cwt";
            await context.Response.Body.WriteAsync(employer.Scheme.Paper(30));
        });
        await watched.Page.FillAsync("#column", CodeOf(Code));
        await watched.Page.ClickAsync("[data-column] button");
        await Assertions.Expect(watched.Page.Locator("[data-pause]")).ToContainTextAsync("No connection");
        await Eventually.TrueAsync(() => Task.FromResult(asked > 4));
        Assert.Equal(1, await CountAsync(watched, "waiting"));
        Assert.DoesNotContain("codes", await watched.Page.InnerTextAsync("[data-said]"));

        isCut = false;
        await watched.Page.Context.SetOfflineAsync(false);
        await DoneAsync(watched, 1);
        Assert.Equal(1, await CountAsync(watched, "yes"));
        employer.Scheme.Issuer.Off("/lookup");
    }

    [Fact]
    public async Task A_limit_for_the_day_ends_the_asking_and_says_so()
    {
        await using var watched = await OpenAsync();
        await watched.Page.RouteAsync("**/api/lookup", route => route.FulfillAsync(new()
        {
            Status = 429, ContentType = "application/problem+json", Body = "{\"code\":\"too_many_requests\"}",
            Headers = new Dictionary<string, string> { ["Retry-After"] = "40000" },
        }));
        await watched.Page.FillAsync("#column", $"{CodeOf(Code)}\n{CodeOf("1123456789")}");
        await watched.Page.ClickAsync("[data-column] button");
        await DoneAsync(watched, 2);
        // Nobody was asked: that is "could not check", not "no certificate".
        Assert.Equal(2, await watched.Page.Locator("tr.unknown", new() { HasText = "too many codes" }).CountAsync());
        Assert.Equal(0, await CountAsync(watched, "none"));
    }

    [Fact]
    public async Task It_can_be_stopped_and_goes_on_where_it_was()
    {
        await using var watched = await OpenAsync();
        await watched.Page.SetInputFilesAsync("#files",
            Enumerable.Range(0, 100).Select(i => Png($"{i:000}.png", Link(Paper(400 + i)))).ToList());
        await Assertions.Expect(watched.Page.Locator("tr.yes").First).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await watched.Page.ClickAsync("[data-stop]");
        await Assertions.Expect(watched.Page.Locator("[data-continue]")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        Assert.InRange(await CountAsync(watched, "waiting"), 1, 99);
        await watched.Page.ClickAsync("[data-continue]");
        await DoneAsync(watched, 100);
        Assert.Equal(100, await CountAsync(watched, "yes"));
        // Nothing of it is kept in the browser: only the public lists are.
        var kept = await watched.Page.EvaluateAsync<string>("JSON.stringify({ ...localStorage, ...sessionStorage })");
        Assert.DoesNotContain("RAFIQUL", kept);
    }

    [Fact]
    public async Task A_reader_that_dies_is_replaced_and_its_file_is_said_to_be_unreadable()
    {
        await using var watched = await OpenAsync();
        await watched.Page.RouteAsync("**/deskworker.mjs", route => route.FulfillAsync(new()
        {
            ContentType = "text/javascript", Body = "addEventListener('message', () => { throw new Error('out of memory'); });",
        }));
        await watched.Page.SetInputFilesAsync("#files", [Png("a.png", employer.Link("valid")), Png("b.png", employer.Link("valid"))]);
        await watched.Page.FillAsync("#column", employer.Link("valid"));
        await watched.Page.ClickAsync("[data-column] button");
        await DoneAsync(watched, 3);
        Assert.Equal((1, 2), (await CountAsync(watched, "yes"), await CountAsync(watched, "none")));
        await Eventually.TrueAsync(() => Task.FromResult(watched.Page.Workers.Count == 0));
    }

    private async Task CsvIsSafeAsync(WatchedPage watched)
    {
        var download = await watched.Page.RunAndWaitForDownloadAsync(() => watched.Page.ClickAsync("[data-download]"));
        var file = Path.Combine(Directory.CreateTempSubdirectory("sp-csv-").FullName, "table.csv");
        await download.SaveAsAsync(file);
        var bytes = await File.ReadAllBytesAsync(file);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var text = Encoding.UTF8.GetString(bytes);
        Assert.Contains("মোঃ রফিকুল ইসলাম", text);
        Assert.Contains("\"'=cmd|' /C calc'!A0.pdf · 1\"", text);
        Assert.DoesNotMatch("(^|,)\"?[=+@-]", text);
        Assert.EndsWith("\r\n", text);
        Assert.StartsWith("\uFEFF\"", text);
        Assert.Contains("\"Result code\"", text);
        Assert.Contains("\"DEMO\"\r\n", text);
        Assert.DoesNotMatch("[\u2066-\u2069]", text);
        Assert.Equal("DEMO", await watched.Page.InnerTextAsync("tr.yes .tag.wait >> nth=0"));
        Assert.Matches(@"^certificates-\d{4}-\d\d-\d\d\.csv$", download.SuggestedFilename);
    }

    private byte[] Paper(int index) => employer.Scheme.Paper(index, award => award with
    {
        SerialNo = string.Create(CultureInfo.InvariantCulture, $"NSC-CON-PLM-L2-{900_000 + index}"),
    });

    private string Link(byte[] paper) => $"{employer.Url}/C#{Base32.Encode(paper)}";

    internal static string CodeOf(string ten)
    {
        const string alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        return alphabet.SelectMany(first => alphabet.Select(second => $"{ten}{first}{second}"))
            .First(code => CertificateCode.TryParse(code, out _));
    }

    private Task<WatchedPage> OpenAsync(string language = "en", int width = 1280) => OpenAsync(employer, language, width);

    internal static async Task<WatchedPage> OpenAsync(EmployerScheme employer, string language = "en", int width = 1280)
    {
        var watched = await employer.Chromium.NewPageAsync(language, width);
        await watched.Page.GotoAsync(employer.Url + "/desk", new() { WaitUntil = WaitUntilState.NetworkIdle });
        await Assertions.Expect(watched.Page.Locator("[data-intake]")).ToBeVisibleAsync();
        return watched;
    }

    internal static async Task DoneAsync(WatchedPage watched, int all, string language = "en")
    {
        await Assertions.Expect(watched.Page.Locator("[data-stop]")).ToBeHiddenAsync(new() { Timeout = 180_000 });
        await Assertions.Expect(watched.Page.Locator("tr.waiting")).ToHaveCountAsync(0);
        Assert.Equal(all, await watched.Page.EvaluateAsync<int>("document.querySelector('[data-bar]').value"));
        if (language == "en")
        {
            await Assertions.Expect(watched.Page.Locator("[data-said]")).ToContainTextAsync("Done:");
        }
    }

    internal static Task<int> CountAsync(WatchedPage watched, string look) =>
        watched.Page.Locator($".desk tbody tr.{look}").CountAsync();

    private static async Task<string> FilterAsync(WatchedPage watched, string look) =>
        (await watched.Page.InnerTextAsync($"[data-look={look}]")).Split(' ')[^1];

    private static async Task<double> HeapAsync(WatchedPage watched)
    {
        var cdp = await watched.Page.Context.NewCDPSessionAsync(watched.Page);
        await cdp.SendAsync("HeapProfiler.collectGarbage");
        var metrics = await cdp.SendAsync("Runtime.getHeapUsage");
        return metrics!.Value.GetProperty("usedSize").GetDouble();
    }

    internal static FilePayload Png(string name, string text)
    {
        using var symbol = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        return new() { Name = name, MimeType = "image/png", Buffer = new PngByteQRCode(symbol).GetGraphic(3) };
    }

    /// <summary>The smallest PDF with signed data attached, once or more often.</summary>
    private static FilePayload Pdf(string name, params byte[][] papers)
    {
        using var pdf = new MemoryStream();
        pdf.Write("%PDF-1.7\n"u8);
        for (var i = 0; i < papers.Length; i++)
        {
            pdf.Write(Encoding.ASCII.GetBytes(
                $"{i + 1} 0 obj\n<< /Type /EmbeddedFile /Length {papers[i].Length} >>\nstream\n"));
            pdf.Write(papers[i]);
            pdf.Write("\nendstream\nendobj\n"u8);
        }

        pdf.Write("%%EOF"u8);
        return new() { Name = name, MimeType = "application/pdf", Buffer = pdf.ToArray() };
    }
}
