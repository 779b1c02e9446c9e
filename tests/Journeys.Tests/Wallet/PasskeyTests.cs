using Microsoft.Playwright;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet;

namespace SkillsPassport.Journeys.Tests.Wallet;

/// <summary>Passkeys in real Chromium, with a virtual authenticator as a phone has one.</summary>
public sealed class PasskeyTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData(320, "bn")]
    [InlineData(1280, "en")]
    public async Task A_passkey_is_added_opens_the_passport_and_is_removed_while_the_pin_stays(int width, string language)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var worker = await wallet.WorkerAsync();
        await using var watched = await chromium.NewPageAsync(language, width);
        var page = watched.Page;
        await page.AddPhoneLockAsync();
        await page.GotoAsync(wallet.Url + "/sign-in?lang=" + language);
        await page.FillAsync("#Phone", "01712345678");
        await page.FillAsync("#Pin", "493817");
        await page.ClickAsync("#pin-form button");
        await page.GotoAsync(wallet.Url + "/account/passkeys");
        await page.FillAsync("#Name", "আমার ফোন");
        await page.FillAsync("#Pin", "000000");
        await page.ClickAsync("form[data-passkey] button");
        await Assertions.Expect(page.Locator("[data-said]")).Not.ToBeEmptyAsync();
        await watched.PictureAsync($"passkeys-{width}-1-wrong-pin");
        await page.FillAsync("#Pin", "493817");
        await page.ClickAsync("form[data-passkey] button");
        await page.ArriveAsync("**/account/passkeys?added=1");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("আমার ফোন");
        await watched.PictureAsync($"passkeys-{width}-2-added");
        await watched.AssertSoundAsync(refused: "status of 4");

        // Whoever lost a phone finds it beside the phones.
        await page.GotoAsync(wallet.Url + "/account/phones");
        await Assertions.Expect(page.Locator("#passkeys")).ToContainTextAsync("আমার ফোন");
        await page.ClickAsync("details:has(#all-and-passkeys) summary");
        await watched.PictureAsync($"passkeys-{width}-5-phones");
        await watched.AssertSoundAsync(refused: "status of 4");
        await page.GotoAsync(wallet.Url + "/account?changed=1");
        await watched.PictureAsync($"passkeys-{width}-6-pin-changed");
        await watched.AssertSoundAsync(refused: "status of 4");
        await page.GotoAsync(wallet.Url + "/account/passkeys");

        // Another worker does not find it.
        var id = await page.GetAttributeAsync("main li input[name=Id]", "value");
        using var stranger = await wallet.WorkerAsync("01812345678", "862044");
        var token = stranger.Page.QuerySelector("header form input")!.GetAttribute("value")!;
        await stranger.PostBareAsync(
            "/account/passkeys?handler=remove", ("__RequestVerificationToken", token), ("Id", id!), ("Pin", "862044"));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, stranger.Status);

        await page.ClickAsync("header form button");
        await page.GotoAsync(wallet.Url + "/sign-in?other=1");
        await watched.PictureAsync($"passkeys-{width}-3-sign-in");
        await page.ClickAsync("form[data-passkey] button");
        await page.ArriveAsync("**/passport");
        await watched.AssertSoundAsync(refused: "status of 4");

        // It opens the passport, and nothing that needs the PIN.
        await page.GotoAsync(wallet.Url + "/account");
        await page.ClickAsync("details:has(#Old) summary");
        await page.FillAsync("#Old", "000000");
        await page.FillAsync("#NewPin", "750264");
        await page.FillAsync("#Again", "750264");
        await page.ClickAsync("form:has(#Old) button");
        await Assertions.Expect(page.Locator("#problem")).ToHaveCountAsync(1);

        await page.GotoAsync(wallet.Url + "/account/passkeys");
        await page.ClickAsync("main li details summary");
        await page.FillAsync("main li input[name=Pin]", "493817");
        await page.ClickAsync("main li button");
        await Assertions.Expect(page.Locator("main li")).ToHaveCountAsync(0);
        await page.ClickAsync("header form button");
        await page.GotoAsync(wallet.Url + "/sign-in?other=1");
        await page.ClickAsync("form[data-passkey] button");
        await page.ArriveAsync("**/sign-in?passkey=failed");
        await watched.PictureAsync($"passkeys-{width}-4-failed");

        // Number and PIN open it, whatever happened to the passkey.
        await page.FillAsync("#Phone", "01712345678");
        await page.FillAsync("#Pin", "493817");
        await page.ClickAsync("#pin-form button");
        await page.ArriveAsync("**/passport");
    }
}

/// <summary>The lock of a phone, as a virtual authenticator.</summary>
internal static class PhoneLock
{
    public static async Task AddPhoneLockAsync(this IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true,
                ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
    }
}
