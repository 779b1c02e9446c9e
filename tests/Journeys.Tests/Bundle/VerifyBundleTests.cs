using Microsoft.Playwright;
using QRCoder;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Hosting.Trust;
using SkillsPassport.Services.Tests.Verifier.Bundle;

namespace SkillsPassport.Journeys.Tests.Bundle;

/// <summary>Everybody has disappeared; a folder of files on a plain web server is left.</summary>
public sealed class VerifyBundleTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private const int Revoked = 20;

    private Exporting _exporting = null!;
    private StaticServer _server = null!;

    public async Task InitializeAsync()
    {
        _exporting = await Exporting.StartAsync();
        _exporting.Scheme.Statuses[Revoked] = 1;
        _exporting.Scheme.PublishStatus();
        var (code, said) = await _exporting.RunAsync();
        Assert.True(code == 0, said);
        await _exporting.EverybodyGoesAsync();
        _server = await StaticServer.StartAsync(_exporting.Folder);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _exporting.DisposeAsync();
    }

    [Fact]
    public async Task The_page_out_of_the_bundle_gives_the_four_answers()
    {
        await using var watched = await chromium.NewPageAsync();
        await OpenAsync(watched, 7);
        await Assertions.Expect(watched.Page.Locator("h1")).ToHaveTextAsync("This certificate is genuine");
        var text = await watched.Page.InnerTextAsync("body");
        Assert.Contains("Demo issuer", text, StringComparison.Ordinal);
        Assert.Equal(4, await watched.Page.Locator(".answers > li").CountAsync());
        Assert.Contains("This is a copy of the checker.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("No connection", text, StringComparison.Ordinal);
        await watched.AssertSoundAsync();
        await watched.PictureAsync("bundle-valid-en-360");

        await OpenAsync(watched, Revoked);
        await Assertions.Expect(watched.Page.Locator("h1")).ToHaveTextAsync("REVOKED");
        Assert.All(watched.Requests, request => Assert.StartsWith(_server.Url, request.Url, StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_the_readers_own_language_it_says_the_same()
    {
        await using var watched = await chromium.NewPageAsync("ar", 320);
        await OpenAsync(watched, 7);
        await Assertions.Expect(watched.Page.Locator("html")).ToHaveAttributeAsync("dir", "rtl");
        await watched.AssertSoundAsync();
        await watched.PictureAsync("bundle-valid-ar-320");
    }

    [Fact]
    public async Task In_any_folder_of_somebodys_site_a_photo_leads_to_the_answer_in_ones_own_language()
    {
        const string Folder = "/ministry/mirror";
        await using var site = await StaticServer.StartAsync(_exporting.Folder, Folder);
        await using var watched = await chromium.NewPageAsync("ms", 320);
        await watched.Page.GotoAsync(site.Url + Folder + "/");
        await Assertions.Expect(watched.Page.Locator("html")).ToHaveAttributeAsync("lang", "ms");
        await watched.AssertSoundAsync();
        await watched.PictureAsync("bundle-home-ms-320");
        using var symbol = QRCodeGenerator.GenerateQrCode(
            $"https://check.example/C#{Base32.Encode(_exporting.Scheme.Paper(7))}", QRCodeGenerator.ECCLevel.M);
        await watched.Page.SetInputFilesAsync("[data-file]", new FilePayload
        {
            Name = "photo.png", MimeType = "image/png", Buffer = new PngByteQRCode(symbol).GetGraphic(3),
        });
        await watched.Page.WaitForSelectorAsync("#result:not([aria-busy]) .verdict.yes");
        await watched.AssertSoundAsync();
        Assert.StartsWith($"{site.Url}{Folder}/C/#", watched.Page.Url, StringComparison.Ordinal);
        Assert.All(watched.Requests, request => Assert.StartsWith(site.Url + Folder, request.Url, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/C/")]
    public async Task Nothing_in_its_pages_leads_nowhere(string page)
    {
        await using var watched = await chromium.NewPageAsync();
        await watched.Page.GotoAsync(_server.Url + page);
        var places = await watched.Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('a[href], form, link[href]')].map(one => one.href ?? one.action)");
        Assert.NotEmpty(places);
        using var http = new HttpClient();
        foreach (var place in places.Where(one => !one.StartsWith("data:", StringComparison.Ordinal)).Distinct())
        {
            using var answer = await http.GetAsync(place.Split('#')[0]);
            Assert.True(answer.IsSuccessStatusCode, $"{page} leads to {place}, where nothing is.");
        }
    }

    [Theory]
    [InlineData("status", true)]
    [InlineData("trust-list.jwt", true)]
    [InlineData("bundle.jwt", true)]
    [InlineData("status", false)]
    [InlineData("trust-list.jwt", false)]
    public async Task A_bundle_with_one_changed_or_missing_file_gives_no_yes_and_says_what_ails_it(string changed, bool there)
    {
        var file = changed switch
        {
            "status" => Path.Combine(_exporting.Folder, MirrorPaths.StatusList(_exporting.Scheme.PaperStatusUri)),
            _ => Path.Combine(_exporting.Folder, changed),
        };
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^20] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        if (!there)
        {
            File.Delete(file);
        }

        await using var watched = await chromium.NewPageAsync();
        await OpenAsync(watched, 7);
        await Assertions.Expect(watched.Page.Locator("h1")).ToHaveTextAsync("CANNOT CHECK NOW");
        Assert.Equal(0, await watched.Page.Locator(".verdict.yes").CountAsync());
        var text = await watched.Page.InnerTextAsync("main");
        Assert.Contains("missing from this copy of the checker, or damaged", text, StringComparison.Ordinal);
        Assert.Contains("Check at the service itself, or in another copy.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("onnect", text, StringComparison.Ordinal);
    }

    private async Task OpenAsync(WatchedPage watched, int index)
    {
        await watched.Page.GotoAsync("about:blank");
        await watched.Page.GotoAsync($"{_server.Url}/C#{Base32.Encode(_exporting.Scheme.Paper(index))}");
        await watched.Page.WaitForSelectorAsync("#result:not([aria-busy]) .verdict:not(.wait)");
    }
}
