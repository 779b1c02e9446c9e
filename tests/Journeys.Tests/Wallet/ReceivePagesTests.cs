using Microsoft.Playwright;
using QRCoder;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet;

namespace SkillsPassport.Journeys.Tests.Wallet;

/// <summary>Receiving on a phone: a picture of the slip, a phone without a connection, and without script.</summary>
public sealed class ReceivePagesTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_slip_is_read_from_a_picture_and_what_was_typed_offline_is_handed_over_once()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        await using var watched = await chromium.NewPageAsync("bn", 320);
        var page = watched.Page;
        await StartAsync(watched, wallet);
        await page.GotoAsync(wallet.Url + "/add");
        await watched.PictureAsync("receive-1-add");
        await watched.AssertSoundAsync();
        Assert.DoesNotContain(watched.Requests, request => request.Url.Contains("/scanner/"));

        var slip = "openid-credential-offer://?credential_offer_uri=" + Uri.EscapeDataString(issuer.OfferUri);
        await page.SetInputFilesAsync("input[type=file]", new FilePayload
        {
            Name = "slip.png", MimeType = "image/png", Buffer = Symbol(slip),
        });
        await page.ArriveAsync("**/receive?**");
        await Assertions.Expect(page.Locator("main .say.yes")).ToContainTextAsync("স্বীকৃত প্রতিষ্ঠান");

        await page.GotoAsync(wallet.Url + "/add/number");
        await watched.PictureAsync("receive-2-number");
        await watched.AssertSoundAsync();
        await page.Context.SetOfflineAsync(true);
        await page.FillAsync("#Number", PeerIssuer.Number);
        await page.FillAsync("#Year", "১৯৯৪");
        await page.FillAsync("#Code", issuer.Pin);
        await page.ClickAsync("main form button");
        await Assertions.Expect(page.Locator("[data-seal] [role=status]")).ToHaveTextAsync("এই ফোনে রাখা আছে: সংযোগ ফিরলেই সনদটি পেয়ে যাবেন");
        await watched.PictureAsync("receive-3-offline");
        var kept = await page.EvaluateAsync<string>("localStorage.getItem('sp-later')");
        Assert.DoesNotContain(issuer.Pin, kept);
        Assert.DoesNotContain("900101", kept);

        // Handed over twice, as when the answer is lost: still one certificate.
        await page.Context.SetOfflineAsync(false);
        await page.EvaluateAsync("() => dispatchEvent(new Event('online'))");
        await Assertions.Expect(page.Locator("[data-seal] [role=status]")).ToHaveTextAsync("সংযোগ ফিরেছে: আপনার সনদ আসছে");
        await page.EvaluateAsync("kept => localStorage.setItem('sp-later', kept)", kept);
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("[data-seal] [role=status]")).ToHaveTextAsync("সংযোগ ফিরেছে: আপনার সনদ আসছে");
        await Assertions.Expect(page.Locator("body")).ToBeVisibleAsync();
        await Services.Tests.Peers.Eventually.TrueAsync(async () =>
        {
            await page.GotoAsync(wallet.Url + "/passport");
            return await page.Locator("ul[aria-labelledby=mine] > li").CountAsync() == 1;
        });
        Assert.Equal(1, issuer.Redeemed);
    }

    [Fact]
    public async Task A_phone_keeps_only_what_can_be_taken_and_tells_what_was_lost_whatever_else_it_kept()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        await using var watched = await chromium.NewPageAsync("bn", 320);
        var page = watched.Page;
        await StartAsync(watched, wallet);
        await page.GotoAsync(wallet.Url + "/add/number");
        await page.Context.SetOfflineAsync(true);
        var said = Assertions.Expect(page.Locator("[data-seal] [role=status]"));
        foreach (var (number, year, code) in new[]
        {
            ("", "1994", issuer.Pin), ("NSC", "1994", issuer.Pin), (PeerIssuer.Number, "৯৪", issuer.Pin),
            (PeerIssuer.Number, "3994", issuer.Pin), (PeerIssuer.Number, "1994", "123"),
        })
        {
            await page.FillAsync("#Number", number);
            await page.FillAsync("#Year", year);
            await page.FillAsync("#Code", code);
            await page.ClickAsync("main form button");
            await said.ToContainTextAsync("এখনো রাখা হয়নি");
            Assert.Null(await page.EvaluateAsync<string?>("localStorage.getItem('sp-later')"));
        }

        // As people write: other digits, spaces, another hyphen, small letters.
        await page.FillAsync("#Number", PeerIssuer.Number.ToLowerInvariant().Replace("-", " – "));
        await page.FillAsync("#Year", " ১৯ ৯৪");
        await page.FillAsync("#Code", issuer.Pin.Insert(3, " "));
        await page.ClickAsync("main form button");
        await said.ToContainTextAsync("এই ফোনে রাখা আছে");
        await page.EvaluateAsync("""
            () => {
              const kept = JSON.parse(localStorage.getItem('sp-later'));
              kept.unshift({ id: 'unreadable', for: kept[0].for, sealed: 'AAAA' });
              localStorage.setItem('sp-later', JSON.stringify(kept));
            }
            """);
        await page.Context.SetOfflineAsync(false);
        await page.EvaluateAsync("() => dispatchEvent(new Event('online'))");
        await said.ToContainTextAsync("কাজে লাগানো গেল না");
        await Services.Tests.Peers.Eventually.TrueAsync(() => Task.FromResult(issuer.Redeemed == 1));
        Assert.Equal("[]", await page.EvaluateAsync<string>("localStorage.getItem('sp-later')"));
        await said.ToContainTextAsync("কাজে লাগানো গেল না");
    }

    [Fact]
    public async Task Without_script_a_certificate_comes_by_number_and_what_waits_is_told()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        await using var watched = await chromium.NewPageAsync("bn", 360, javaScript: false);
        var page = watched.Page;
        await StartAsync(watched, wallet);
        await page.GotoAsync(wallet.Url + "/add/number");
        scheme.Issuer.IsAway = true;
        await page.FillAsync("#Number", PeerIssuer.Number);
        await page.FillAsync("#Year", PeerIssuer.YearOfBirth);
        await page.FillAsync("#Code", issuer.Pin);
        await page.ClickAsync("main form button");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("সংযোগ ফিরলেই সনদটি পেয়ে যাবেন");
        await watched.PictureAsync("receive-4-later");
        scheme.Issuer.IsAway = false;
        await page.ClickAsync("main form button");
        await page.ArriveAsync("**/certificate/*");
    }

    private static async Task StartAsync(WatchedPage watched, RunningWallet wallet)
    {
        var page = watched.Page;
        await page.GotoAsync(wallet.Url + "/sign-up?lang=bn");
        await page.FillAsync("#Phone", "01712345678");
        await page.FillAsync("#Pin", "493817");
        await page.FillAsync("#PinAgain", "493817");
        await page.CheckAsync("[name=Consent]");
        await page.ClickAsync("main form button:not([type=button])");
        await page.FillAsync("#Code", await watched.PhoneCodeAsync(new Uri(wallet.Url), "+8801712345678"));
        await page.ClickAsync("main form button:not([type=button])");
        await page.ArriveAsync("**/passport");
    }

    private static byte[] Symbol(string text)
    {
        using var symbol = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        return new PngByteQRCode(symbol).GetGraphic(8);
    }
}
