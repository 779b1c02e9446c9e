using System.Net;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.SignIn;

namespace SkillsPassport.Services.Tests.Wallet.Account;

/// <summary>Shared, lost and borrowed phones.</summary>
public sealed class PhonesTests : SchemeTests
{
    private const string Number = "01712345678";

    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_lost_phone_is_signed_out_from_another(string engine)
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, engine);
        using var lost = await wallet.WorkerAsync();
        using var phone = wallet.NewPhone();
        await phone.SignInAsync(Number, "493817");
        await phone.GoAsync("/account/phones");
        Assert.Equal(2, phone.Page.QuerySelectorAll("main li").Length);
        Assert.Contains("this phone", phone.Text);
        await phone.SubmitAsync("main li form");
        Assert.Contains("That phone is signed out", phone.Text);
        Assert.Single(phone.Page.QuerySelectorAll("main li"));
        await lost.GoAsync("/passport");
        Assert.StartsWith("/sign-in", lost.Path);
        await phone.GoAsync("/history");
        Assert.Contains("Opened on a new phone", phone.Text);
        Assert.Contains("A phone was signed out", phone.Text);

        // It is unknown again: its owner's guesses are those of a stranger, and the next sign-in raises the alarm.
        await lost.SignInAsync(Number, "493817");
        Assert.Equal(2, (await AlarmsAsync(lost)).Count(text => text.Contains("new phone", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Sign_out_everywhere_ends_every_session_and_locking_ends_this_one()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var one = await wallet.WorkerAsync();
        using var two = wallet.NewPhone();
        await two.SignInAsync(Number, "493817");
        var stolenCookie = one.Cookies.GetCookies(new Uri(wallet.Url)).Single(cookie => cookie.Name == "sp-wallet").Value;
        await one.SubmitAsync("header form");
        await one.SubmitAsync("#pin-form", ("Pin", "493817"));
        Assert.Equal("/passport", one.Path);

        // A cookie copied before the lock does not come back with the next sign-in.
        using var thief = wallet.NewPhone();
        thief.Cookies.Add(new Uri(wallet.Url), new Cookie("sp-wallet", stolenCookie));
        await thief.GoAsync("/passport");
        Assert.StartsWith("/sign-in", thief.Path);

        await two.GoAsync("/account/phones");
        await two.SubmitAsync("form[action*=all]");
        Assert.StartsWith("/sign-in", two.Path);
        foreach (var phone in new[] { one, two })
        {
            await phone.GoAsync("/passport");
            Assert.StartsWith("/sign-in", phone.Path);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_passkey_of_a_lost_phone_is_seen_beside_the_phones_and_goes_with_signing_out_everywhere(string engine)
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, engine);
        using var phone = await wallet.WorkerAsync();
        await phone.GoAsync("/account/phones");
        Assert.DoesNotContain("passkey", phone.Text);
        using var passkey = await PasskeyPhone.AddAsync(wallet);
        using var lost = wallet.NewPhone();
        await passkey.SignInAsync(lost);
        Assert.Equal("/passport", lost.Path);

        // Whoever changes the PIN is told that passkeys go on opening it.
        await phone.GoAsync("/account");
        await phone.SubmitAsync("form[action*=Pin]", ("Pin", "493817"), ("NewPin", "750264"), ("Again", "750264"));
        Assert.Contains("Passkeys go on opening it", phone.Text);
        Assert.NotNull(phone.Page.QuerySelector("[role=status] a[href='/account/phones']"));
        await phone.GoAsync("/account/phones");
        Assert.Contains("They open it without the PIN, also after a new PIN and after signing out", phone.Text);
        Assert.NotNull(phone.Page.QuerySelector("main a[href='/account/passkeys']"));

        // Signing out everywhere says that they stay; with the PIN they go in the same act.
        await phone.SubmitAsync("#all-and-passkeys", ("Pin", "000000"));
        Assert.Contains("The PIN is wrong", phone.Text);
        await passkey.SignInAsync(lost);
        Assert.Equal("/passport", lost.Path);
        await phone.GoAsync("/account/phones");
        await phone.SubmitAsync("#all-and-passkeys", ("Pin", "750264"));
        Assert.StartsWith("/sign-in", phone.Path);
        await lost.GoAsync("/passport");
        Assert.StartsWith("/sign-in", lost.Path);
        await passkey.SignInAsync(lost);
        Assert.Contains("passkey=failed", lost.Path);
        await phone.SignInAsync(Number, "750264");
        await phone.GoAsync("/history");
        Assert.Contains("Passkey removed", phone.Text);
        Assert.Contains("All phones were signed out", phone.Text);
    }

    [Fact]
    public async Task A_phone_that_is_not_mine_keeps_nothing_and_closes_after_five_minutes()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var own = await wallet.WorkerAsync();
        using var shop = wallet.NewPhone();
        await shop.GoAsync("/sign-in");
        await shop.SubmitAsync("#pin-form", ("Phone", Number), ("Pin", "493817"), ("Borrowed", "true"));
        Assert.Equal("/passport", shop.Path);
        Assert.Contains("Not your phone", shop.Text);
        Assert.DoesNotContain(shop.Cookies.GetCookies(new Uri(wallet.Url)), cookie =>
            cookie.Name != "sp-wallet-lang" && cookie.Expires != DateTime.MinValue);
        Assert.DoesNotContain(shop.Cookies.GetCookies(new Uri(wallet.Url)), cookie =>
            cookie.Name is "sp-wallet-device" or "sp-wallet-locked");
        Assert.Contains("no-store", shop.Answer.Headers.CacheControl!.ToString());
        Assert.Equal("305;url=/sign-in?ended=1", shop.Answer.Headers.GetValues("Refresh").Single());
        Assert.Empty(shop.Page.QuerySelectorAll("link[rel=manifest]"));

        // No copy of everything on somebody else's phone.
        await shop.GoAsync("/account");
        var token = shop.Page.QuerySelector("header form input")!.GetAttribute("value")!;
        await shop.PostBareAsync("/account?handler=Export", ("__RequestVerificationToken", token), ("Pin", "493817"));
        Assert.Equal(HttpStatusCode.Forbidden, shop.Status);

        await shop.SubmitAsync("header form");
        Assert.Equal("/", shop.Path);
        Assert.DoesNotContain(shop.Cookies.GetCookies(new Uri(wallet.Url)),
            cookie => !cookie.Expired && cookie.Name != "sp-wallet-forms");
        await own.GoAsync("/account/phones");
        Assert.Single(own.Page.QuerySelectorAll("main li"));

        await shop.GoAsync("/sign-in");
        await shop.SubmitAsync("#pin-form", ("Phone", Number), ("Pin", "493817"), ("Borrowed", "true"));
        wallet.Clock.Forward(TimeSpan.FromMinutes(6));
        await shop.GoAsync("/passport");
        Assert.StartsWith("/sign-in", shop.Path);
        Assert.Contains("storage", shop.Answer.Headers.GetValues("Clear-Site-Data").Single());
        await shop.GoAsync("/sign-in?ended=1&lang=en");
        Assert.Contains("the passport is closed", shop.Text);
    }

    [Fact]
    public async Task Another_workers_phone_is_not_found()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var owner = await wallet.WorkerAsync();
        using var second = wallet.NewPhone();
        await second.SignInAsync(Number, "493817");
        await second.GoAsync("/account/phones");
        var id = second.Page.QuerySelector("main li input[name=id]")!.GetAttribute("value")!;
        using var stranger = await wallet.WorkerAsync("01812345678", "862044");
        var token = stranger.Page.QuerySelector("header form input")!.GetAttribute("value")!;
        await stranger.PostBareAsync("/account/phones?handler=end", ("__RequestVerificationToken", token), ("id", id));
        Assert.Equal(HttpStatusCode.NotFound, stranger.Status);
        await owner.GoAsync("/passport");
        Assert.Equal("/passport", owner.Path);
    }

    private static async Task<IReadOnlyList<string>> AlarmsAsync(Phone phone)
    {
        await phone.GoAsync("/outbox");
        return [.. phone.Page.QuerySelectorAll("[data-to] [lang=bn]").Select(one => one.TextContent)];
    }
}
