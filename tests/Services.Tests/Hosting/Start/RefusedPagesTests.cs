using System.Net;
using SkillsPassport.Services.Tests.Issuer;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet;

namespace SkillsPassport.Services.Tests.Hosting.Start;

/// <summary>No officer sees a blank page: a sentence, what to do, and a way back.</summary>
public sealed class RefusedPagesTests
{
    [Fact]
    public async Task What_the_desk_refuses_is_said_in_the_readers_language_with_a_way_back()
    {
        await using var issuer = await RunningIssuer.StartAsync(issuing: false);
        using var stranger = new OfficerBrowser(issuer.Url);
        Says(await stranger.PostAsync("/sign-in", new() { ["UserName"] = "officer.a", ["Password"] = "x" }), HttpStatusCode.BadRequest);
        using var officer = await issuer.SignInAsync("officer.a");
        Says(await officer.PostAsync("/sheets/nothing", new() { ["__RequestVerificationToken"] = "stale" }), HttpStatusCode.BadRequest);
        Says(await officer.GetAsync("/certificates?q=a%00b"), HttpStatusCode.BadRequest);
        Says(await officer.GetAsync("/certificates/nothing"), HttpStatusCode.NotFound);
        Says(await officer.GetAsync("/sheets/nothing"), HttpStatusCode.NotFound);
        var bangla = await officer.GetAsync("/sheets/nothing?lang=bn");
        Says(bangla, HttpStatusCode.NotFound);
        Assert.Matches(@"\p{IsBengali}", bangla.Page.QuerySelector("h1")!.TextContent);
        Assert.Equal("bn", bangla.Page.DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public async Task Far_too_long_a_text_is_refused_with_a_page_too()
    {
        await using var issuer = await RunningIssuer.StartAsync(issuing: false);
        using var http = new HttpClient { BaseAddress = new Uri(issuer.Url) };
        // Browsers and proxies that wait for the answer before they send so much.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            Content = new FormUrlEncodedContent([new("UserName", new string('x', 5 << 20))]),
            Headers = { { "Accept", "text/html" } },
        };
        request.Headers.ExpectContinue = true;
        using var answer = await http.SendAsync(request);
        Assert.True((int)answer.StatusCode is 400 or 413, $"{answer.StatusCode}");
        Assert.Contains("<h1>", await answer.Content.ReadAsStringAsync());
        Assert.DoesNotContain("Fault ", issuer.Log.All);
    }

    [Fact]
    public async Task A_worker_reads_it_in_bangla_and_a_machine_gets_a_problem()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var worker = new OfficerBrowser(wallet.Url);
        var shown = await worker.PostAsync("/sign-in", new() { ["Pin"] = "493817" });
        Says(shown, HttpStatusCode.BadRequest);
        Assert.Equal("bn", shown.Page.DocumentElement.GetAttribute("lang"));
        using var machine = new HttpClient { BaseAddress = new Uri(wallet.Url) };
        using var answer = await machine.PostAsync("/sign-in", null);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("utf-7")]
    [InlineData("unicode-1-1-utf-7")]
    [InlineData("csUnicode11UTF7")]
    [InlineData("no-such")]
    public async Task A_form_in_an_encoding_that_nobody_reads_is_refused_and_never_a_fault(string charset)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var issuer = await RunningIssuer.StartAsync(issuing: false);
        await using var wallet = await RunningWallet.StartAsync(scheme);
        await using var verifier = await RunningVerifier.StartAsync(scheme);
        string[] addresses =
        [
            $"{issuer.Url}/sign-in", $"{wallet.Url}/sign-in", $"{verifier.Http.BaseAddress}sign-in", $"{verifier.Http.BaseAddress}code", $"{verifier.Http.BaseAddress}report",
            $"{verifier.Http.BaseAddress}receipt", $"{verifier.Http.BaseAddress}nothing",
        ];
        foreach (var address in addresses)
        {
            using var http = new HttpClient();
            using var content = new ByteArrayContent("a=1"u8.ToArray());
            content.Headers.TryAddWithoutValidation("Content-Type", $"application/x-www-form-urlencoded; charset={charset}");
            using var answer = await http.PostAsync(address, content);
            Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{address} {answer.StatusCode}");
            using var part = new StringContent("1");
            part.Headers.Remove("Content-Type");
            part.Headers.TryAddWithoutValidation("Content-Type", $"text/plain; charset={charset}");
            using var parts = new MultipartFormDataContent { { part, "a" } };
            using var second = await http.PostAsync(address, parts);
            Assert.True((int)second.StatusCode is >= 400 and < 500, $"{address} {second.StatusCode}");
        }

        Assert.DoesNotContain("Fault ", issuer.Log.All);
    }

    [Fact]
    public async Task A_form_for_an_act_the_page_does_not_have_is_refused_and_never_a_fault()
    {
        await using var issuer = await RunningIssuer.StartAsync(issuing: false);
        using var assessor = await issuer.SignInAsync("assessor");
        var sheet = (await assessor.SendSheetAsync(SheetText.Sheet(SheetText.Row(1)))).SheetId!;
        var page = await assessor.GetAsync($"/sheets/{sheet}");
        Dictionary<string, string> token = new()
        {
            ["__RequestVerificationToken"] =
                page.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!,
        };
        foreach (var path in new[]
        {
            $"/sheets/{sheet}", $"/sheets/{sheet}?handler=Nothing", $"/sheets/{sheet}/rows/2", "/certificates/nothing", "/sheets",
        })
        {
            var answer = await assessor.PostAsync(path, token);
            Assert.True((int)answer.Status is 404 or 405, $"{path} {answer.Status}");
            Says(answer, answer.Status);
        }

        Assert.DoesNotContain("Fault ", issuer.Log.All);
    }

    private static void Says(Shown shown, HttpStatusCode status)
    {
        Assert.Equal((shown.Address.PathAndQuery, status), (shown.Address.PathAndQuery, shown.Status));
        Assert.Equal("text/html", shown.ContentType);
        Assert.NotEmpty(shown.Page.QuerySelector("main h1")!.TextContent);
        Assert.NotEmpty(shown.Page.QuerySelector("main p")!.TextContent);
        Assert.Equal("/", shown.Page.QuerySelector("main a")!.GetAttribute("href"));
    }
}
