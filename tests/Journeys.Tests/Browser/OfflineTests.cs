using System.Text.Json;
using Microsoft.Playwright;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Journeys.Tests.Fleet;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;

namespace SkillsPassport.Journeys.Tests.Browser;

/// <summary>
/// The checker without a connection, in real Chromium: the service is really stopped, what the device kept is spoilt,
/// rolled back or too old, and its clock is wrong. Never a yes that is not earned.
/// </summary>
[Collection(EmployerFiles.Name)]
public sealed class OfflineTests(EmployerScheme employer) : IAsyncLifetime
{
    private const int Revoked = 40;
    private Scheme _scheme = null!;
    private RunningVerifier _verifier = null!;
    private string _url = "";

    public async Task InitializeAsync()
    {
        _scheme = await Scheme.StartAsync();
        _scheme.Statuses[Revoked] = 1;
        _scheme.PublishStatus();
        // A port that stays free while no service is on it.
        _verifier = await RunningVerifier.StartAsync(_scheme, args: [$"--urls=http://127.0.0.1:{FreePorts.Take()}"]);
        _url = _verifier.Http.BaseAddress!.ToString().TrimEnd('/');
    }

    public async Task DisposeAsync()
    {
        await _verifier.DisposeAsync();
        await _scheme.DisposeAsync();
    }

    [Fact]
    public async Task After_one_visit_everything_works_with_the_service_stopped()
    {
        await using var watched = await VisitAsync();
        await Assertions.Expect(watched.Page.Locator("[data-ready]"))
            .ToHaveTextAsync("Checking and scanning now also work without a connection.", new() { Timeout = 20_000 });
        await _verifier.DisposeAsync();

        await OpenAsync(watched, _scheme.Paper(8));
        await ExpectAsync(watched, "This certificate is genuine");
        await Assertions.Expect(watched.Page.Locator("[data-basis]")).ToContainTextAsync("No connection");
        await Assertions.Expect(watched.Page.Locator("[data-basis]")).ToContainTextAsync("ago");
        await watched.PictureAsync("offline-valid-en-360");
        await OpenAsync(watched, _scheme.Paper(Revoked));
        await ExpectAsync(watched, "REVOKED");

        await watched.Page.GotoAsync(_url + "/");
        await watched.Page.SetInputFilesAsync("#file", new FilePayload
        {
            Name = "photo.png", MimeType = "image/png",
            Buffer = HomePageTests.Symbol($"{_url}/C#{Base32.Encode(_scheme.Paper(9))}"),
        });
        await ExpectAsync(watched, "This certificate is genuine");
    }

    [Fact]
    public async Task A_page_that_needs_the_service_says_so_and_leads_back_to_what_does_not()
    {
        await using var watched = await VisitAsync();
        await _verifier.DisposeAsync();
        foreach (var page in new[] { "/desk", "/report", "/how-to-know?lang=it", "/nowhere" })
        {
            await watched.Page.GotoAsync(_url + page);
            Assert.Equal(_url + page, watched.Page.Url);
            await Assertions.Expect(watched.Page.Locator("h1")).ToHaveTextAsync("No connection");
        }

        // What stands behind the # is the certificate, or the secret of a link: trying again must not drop it.
        await watched.Page.GotoAsync(_url + "/report#certificate");
        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await watched.Page.WaitForURLAsync(_url + "/report?#certificate");
        await watched.Page.SetViewportSizeAsync(320, 640);
        await watched.PictureAsync("offline-stand-in-en-320");
        await watched.Page.GetByRole(AriaRole.Link, new() { Name = "Check a certificate" }).ClickAsync();
        await Assertions.Expect(watched.Page.Locator("[data-scan]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Without_a_connection_an_issuer_s_list_that_was_never_had_is_could_not_check()
    {
        await using var watched = await VisitAsync();
        await watched.Page.Context.SetOfflineAsync(true);
        await OpenAsync(watched, _scheme.Paper(8, statusUri: _scheme.Issuer.Url + "/status/2.cwt"));
        await ExpectAsync(watched, "CANNOT CHECK NOW");
        await OpenAsync(watched, _scheme.Paper(8));
        await ExpectAsync(watched, "This certificate is genuine");
    }

    [Theory]
    [InlineData(2 * 86_400, "too old to rely on")]
    [InlineData(-86_400, "The clock of this device is wrong")]
    public async Task Lists_past_their_end_and_clocks_behind_what_is_known_are_could_not_check(int seconds, string says)
    {
        await using var watched = await VisitAsync();
        await watched.Page.Context.SetOfflineAsync(true);
        await SetClockAsync(watched, seconds);
        await OpenAsync(watched, _scheme.Paper(8));
        await ExpectAsync(watched, "CANNOT CHECK NOW");
        await Assertions.Expect(watched.Page.Locator("body")).ToContainTextAsync(says);
        Assert.Equal(0, await watched.Page.Locator(".verdict.yes").CountAsync());
        await watched.PictureAsync($"offline-clock{seconds}-en-360");
    }

    [Theory]
    [InlineData(86_400)]
    [InlineData(-86_400)]
    public async Task With_a_connection_a_wrong_clock_is_told_and_does_not_matter(int seconds)
    {
        await using var watched = await employer.Chromium.NewPageAsync();
        await SetClockAsync(watched, seconds);
        await OpenAsync(watched, _scheme.Paper(8));
        await ExpectAsync(watched, "This certificate is genuine");
        await Assertions.Expect(watched.Page.Locator("[data-basis]")).ToContainTextAsync("The clock of this device is wrong");
        await watched.AssertSoundAsync();
    }

    [Fact]
    public async Task A_kept_trust_list_that_was_rolled_back_is_seen_and_the_next_connection_heals_it()
    {
        var old = await _verifier.Http.GetStringAsync("/trust/list");
        await using var watched = await VisitAsync();
        _scheme.PublishNextTrustList();
        await Eventually.TrueAsync(async () => (await _verifier.Http.GetStringAsync("/trust/list")) != old);
        await OpenAsync(watched, _scheme.Paper(8));
        await watched.Page.UntilAsync(
            "Object.values(localStorage).some(one => one.includes('\"sequence\":2'))");

        await watched.Page.Context.SetOfflineAsync(true);
        await PutAsync(watched, "skills-passport-1", "/trust/list", old);
        await OpenAsync(watched, _scheme.Paper(8));
        await ExpectAsync(watched, "CANNOT CHECK NOW");
        Assert.Contains("older list of accredited issuers", await watched.Page.InnerTextAsync("body"));

        await watched.Page.Context.SetOfflineAsync(false);
        await OpenAsync(watched, _scheme.Paper(8));
        await ExpectAsync(watched, "This certificate is genuine");
    }

    [Fact]
    public async Task An_old_status_list_does_not_undo_a_withdrawal_that_was_seen()
    {
        var before = _scheme.StatusCwt(_scheme.PaperStatusUri, DateTimeOffset.UtcNow.AddMinutes(-1));
        await using var watched = await VisitAsync();
        _scheme.Statuses[8] = 1;
        _scheme.PublishStatus();
        await Eventually.TrueAsync(async () =>
            (await _verifier.VerifyAsync(_scheme.Paper(8))).GetProperty("state").GetString() == "revoked");
        await OpenAsync(watched, _scheme.Paper(8));
        await ExpectAsync(watched, "REVOKED");
        await watched.Page.RouteAsync("**/trust/status?**", route =>
            route.FulfillAsync(new() { BodyBytes = before, ContentType = "application/statuslist+cwt" }));
        await OpenAsync(watched, _scheme.Paper(8));
        await ExpectAsync(watched, "REVOKED");
        await watched.Page.WaitForTimeoutAsync(1500);
        await ExpectAsync(watched, "REVOKED");
    }

    [Fact]
    public async Task Whatever_is_spoilt_on_the_device_heals()
    {
        await using var watched = await VisitAsync();
        await Assertions.Expect(watched.Page.Locator("[data-ready]"))
            .ToContainTextAsync("scanning", new() { Timeout = 20_000 });
        var store = await watched.Page.EvaluateAsync<string>(
            "caches.keys().then(names => names.find(one => one.startsWith('page-')))");
        var parts = await watched.Page.EvaluateAsync<string[]>(
            $"caches.open('{store}').then(one => one.keys()).then(keys => keys.map(one => new URL(one.url).pathname))");
        foreach (var part in parts)
        {
            await PutAsync(watched, store, part, "<h1>poisoned</h1>");
        }

        var token = $"/trust/status?uri={Uri.EscapeDataString(_scheme.PaperStatusUri)}";
        await PutAsync(watched, "skills-passport-1", "/trust/list", "<html>Welcome to our Wi-Fi</html>");
        await PutAsync(watched, "skills-passport-1", token, "<html>Welcome to our Wi-Fi</html>");
        await OpenAsync(watched, _scheme.Paper(8));
        await ExpectAsync(watched, "This certificate is genuine");
        await watched.Page.GotoAsync(_url + "/");
        await watched.Page.SetInputFilesAsync("#file", new FilePayload
        {
            Name = "photo.png", MimeType = "image/png",
            Buffer = HomePageTests.Symbol($"{_url}/C#{Base32.Encode(_scheme.Paper(9))}"),
        });
        await ExpectAsync(watched, "This certificate is genuine");

        Assert.Empty(watched.Errors);
        await watched.Page.Context.SetOfflineAsync(true);
        await OpenAsync(watched, _scheme.Paper(8));
        await ExpectAsync(watched, "This certificate is genuine");
    }

    [Fact]
    public async Task A_network_that_answers_everything_with_its_own_page_is_no_connection()
    {
        await using var watched = await VisitAsync();
        await watched.Page.RouteAsync("**/trust/**", route =>
            route.FulfillAsync(new() { Body = "<html>Welcome to our Wi-Fi</html>", ContentType = "text/html" }));
        foreach (var index in new[] { 8, 9 })
        {
            await OpenAsync(watched, _scheme.Paper(index));
            await ExpectAsync(watched, "This certificate is genuine");
            await Assertions.Expect(watched.Page.Locator("[data-basis]")).ToContainTextAsync("No connection");
        }
    }

    [Fact]
    public async Task A_new_version_takes_over_whole_and_leaves_open_pages_their_own()
    {
        var port = new Uri(_url).Port;
        await using var watched = await VisitAsync();
        var script = await _verifier.Http.GetStringAsync("/offline.js");
        await using var other = await Scheme.StartAsync();
        await _verifier.DisposeAsync();

        // The same program with another pinned authority is another version of the page.
        _verifier = await RunningVerifier.StartAsync(other, args: [$"--urls=http://127.0.0.1:{port}"]);
        Assert.NotEqual(script, await _verifier.Http.GetStringAsync("/offline.js"));
        await OpenAsync(watched, other.Paper(8));
        for (var visit = 0; visit < 30 && await watched.Page.Locator("h1").InnerTextAsync() != "This certificate is genuine"; visit++)
        {
            await watched.Page.WaitForTimeoutAsync(2000);
            await OpenAsync(watched, other.Paper(8));
        }

        await ExpectAsync(watched, "This certificate is genuine");
        await watched.Page.Context.SetOfflineAsync(true);
        await OpenAsync(watched, other.Paper(9));
        await ExpectAsync(watched, "This certificate is genuine");
    }

    /// <summary>A first visit, after which the page is ready for the time without a connection.</summary>
    private async Task<WatchedPage> VisitAsync()
    {
        var watched = await employer.Chromium.NewPageAsync();
        await OpenAsync(watched, _scheme.Paper(7));
        await ExpectAsync(watched, "This certificate is genuine");
        await Assertions.Expect(watched.Page.Locator("[data-ready]")).ToContainTextAsync("without a connection");
        return watched;
    }

    private async Task OpenAsync(WatchedPage watched, byte[] paper)
    {
        await watched.Page.GotoAsync("about:blank");
        await watched.Page.GotoAsync($"{_url}/C#{Base32.Encode(paper)}");
        await watched.Page.WaitForSelectorAsync("#result:not([aria-busy]) .verdict:not(.wait)");
    }

    private static Task SetClockAsync(WatchedPage watched, int seconds) => watched.Page.AddInitScriptAsync(
        $"const now = Date.now; Date.now = () => now() + {seconds} * 1000;");

    private static Task PutAsync(WatchedPage watched, string store, string address, string body) =>
        watched.Page.EvaluateAsync(
            $"([body]) => caches.open('{store}').then(one => one.put({JsonSerializer.Serialize(address)}, new Response(body)))",
            new[] { body });

    private static Task ExpectAsync(WatchedPage watched, string title) =>
        Assertions.Expect(watched.Page.Locator(".verdict h1:visible")).ToHaveTextAsync(title, new() { Timeout = 20_000 });
}
