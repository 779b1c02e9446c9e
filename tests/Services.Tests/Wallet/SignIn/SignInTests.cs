using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Receive;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Services.Tests.Wallet.SignIn;

public sealed class SignInTests : SchemeTests
{
    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_number_and_a_pin_open_the_passport_they_made(string engine)
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, engine);
        using var first = await wallet.WorkerAsync("+880 1712-345678", "493817");
        using var other = wallet.NewPhone();
        await other.SignInAsync("০১৭১২৩৪৫৬৭৮", "৪৯৩৮১৭");
        Assert.Equal("/passport", other.Path);
        Assert.Equal(HttpStatusCode.OK, other.Status);
    }

    [Theory]
    [InlineData("12345", "493817", "493817", true, "does not look right")]
    [InlineData("01712345678", "12a456", "12a456", true, "digits only")]
    [InlineData("01712345678", "49381", "49381", true, "at least 6 digits")]
    [InlineData("01712345678", "4938174938174", "4938174938174", true, "at most 12")]
    [InlineData("01712345678", "123456", "123456", true, "too easy")]
    [InlineData("01712345678", "199105", "199105", true, "too easy")]
    [InlineData("01712345678", "345678", "345678", true, "too easy")]
    [InlineData("01712345678", "493817", "493818", true, "The two PINs differ")]
    [InlineData("01712345678", "493817", "493817", false, "Tick the box")]
    public async Task A_sign_up_that_is_not_in_order_says_what_to_do(
        string number, string pin, string again, bool consent, string words)
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var phone = wallet.NewPhone();
        await phone.SignUpAsync(number, pin, again, consent);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, phone.Status);
        Assert.Contains(words, phone.Page.QuerySelector("#problem")!.TextContent);
        Assert.Equal(number, phone.Page.QuerySelector("#Phone")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_form_sent_after_the_session_was_over_is_said_not_to_be_done()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(Scheme));
        await phone.ShareAsync();
        var share = phone.Path.Split('?')[0];
        phone.Cookies.GetAllCookies().Single(cookie => cookie.Name == "sp-wallet").Expired = true;
        await phone.SubmitAsync("#stop");
        Assert.StartsWith("/sign-in?next=", phone.Path);
        Assert.Contains("this was not done", phone.Page.QuerySelector("#unsent")!.TextContent);

        using var reader = await wallet.WorkerAsync("01712345679");
        reader.Cookies.GetAllCookies().Single(cookie => cookie.Name == "sp-wallet").Expired = true;
        await reader.GoAsync(share);
        Assert.Null(reader.Page.QuerySelector("#unsent"));
    }

    [Fact]
    public async Task An_unknown_number_and_a_wrong_pin_get_the_same_answer()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var worker = await wallet.WorkerAsync();
        using var stranger = wallet.NewPhone();
        await stranger.SignInAsync("01712345678", "111999");
        var wrongPin = (stranger.Status, stranger.Text);
        await stranger.SignInAsync("01799999999", "111999");
        Assert.Equal(wrongPin.Status, stranger.Status);
        Assert.Equal(wrongPin.Text, stranger.Text);

        // Signing up with a taken number tells nothing either, and keeps nobody out.
        using var squatter = await wallet.WorkerAsync(pin: "862044");
        Assert.Contains("No certificates yet", squatter.Text);
        using var again = wallet.NewPhone();
        await again.SignInAsync("01712345678", "493817");
        Assert.Equal("/passport", again.Path);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Five_tries_are_free_then_it_slows_down_but_never_for_the_owners_own_phone(string engine)
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, engine);
        using var owner = await wallet.WorkerAsync();
        using var enemy = wallet.NewPhone();
        for (var i = 0; i < 5; i++)
        {
            await enemy.SignInAsync("01712345678", $"86204{i}");
        }

        await enemy.SignInAsync("01712345678", "493817");
        Assert.Equal(HttpStatusCode.TooManyRequests, enemy.Status);
        Assert.Matches("wait [0-9]+ seconds", enemy.Text);

        // A second copy of the wallet counts the same tries.
        await using var copy = await RunningWallet.StartAsync(Scheme, sameDatabaseAs: wallet);
        using var roundRobin = copy.NewPhone();
        await roundRobin.SignInAsync("01712345678", "493817");
        Assert.Equal(HttpStatusCode.TooManyRequests, roundRobin.Status);

        await owner.SubmitAsync("header form");
        Assert.Equal("/sign-in", owner.Path);
        Assert.Contains("+880 ••• 678", owner.Text);
        await owner.SubmitAsync("main form", ("Pin", "493817"));
        Assert.Equal("/passport", owner.Path);

        wallet.Clock.Forward(TimeSpan.FromMinutes(16));
        await enemy.SignInAsync("01712345678", "493817");
        Assert.Equal("/passport", enemy.Path);
    }

    [Fact]
    public async Task A_hundred_guesses_at_once_count_as_a_hundred()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        var pace = wallet.Services.GetRequiredService<SkillsPassport.Wallet.SignIn.Pace>();
        var turns = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => pace.TakeTurnAsync("somebody", default)));
        Assert.Equal(5, turns.Count(turn => turn.Granted));
    }

    [Fact]
    public async Task A_session_ends_with_the_lock_with_idleness_and_with_a_new_pin()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var phone = await wallet.WorkerAsync();
        using var lost = wallet.NewPhone();
        await lost.SignInAsync("01712345678", "493817");
        await phone.GoAsync("/account");
        await phone.SubmitAsync(
            "form[action*=Pin]", ("Pin", "493817"), ("NewPin", "750264"), ("Again", "750264"));
        Assert.Contains("The PIN is changed", phone.Text);
        await lost.GoAsync("/passport");
        Assert.StartsWith("/sign-in", lost.Path);
        await lost.SignInAsync("01712345678", "493817");
        Assert.Contains("Number or PIN is wrong", lost.Text);

        wallet.Clock.Forward(TimeSpan.FromMinutes(21));
        await phone.GoAsync("/passport");
        Assert.StartsWith("/sign-in", phone.Path);
    }

    [Fact]
    public async Task A_sign_in_goes_on_to_a_path_of_this_wallet_and_nowhere_else()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var worker = await wallet.WorkerAsync();
        using var phone = wallet.NewPhone();
        foreach (var elsewhere in new[] { "https://evil.example", "//evil.example", "/\\evil.example", "javascript:1" })
        {
            await phone.GoAsync("/sign-in?next=" + Uri.EscapeDataString(elsewhere));
            await phone.SubmitAsync("main form", ("Phone", "01712345678"), ("Pin", "493817"));
            Assert.Equal("/passport", phone.Path);
            await phone.SubmitAsync("header form");
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Two_sign_ups_at_once_make_one_passport(string engine)
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, engine);
        using var one = wallet.NewPhone();
        using var two = wallet.NewPhone();
        await Task.WhenAll(one.SignUpAsync("01712345678", "493817"), two.SignUpAsync("01712345678", "493817"));
        Assert.Equal(["/passport", "/passport"], [one.Path, two.Path]);
        await using var db = await wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
        Assert.Equal(1, await db.Wallets.CountAsync());
    }

    [Fact]
    public async Task Nothing_personal_is_logged()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var phone = await wallet.WorkerAsync();
        await phone.SignInAsync("01712345678", "750264");
        foreach (var secret in new[] { "1712345678", "493817", "750264" })
        {
            Assert.DoesNotContain(secret, wallet.Log.All);
        }
    }

    [Theory, InlineData("/%E0%A6%95"), InlineData("/a b"), InlineData("//evil.example"), InlineData("/\\evil.example")]
    public async Task Whoever_was_sent_here_from_an_odd_address_comes_to_the_passport(string next)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var phone = await wallet.WorkerAsync();
        await phone.GoAsync("/sign-in?other=1&next=" + next);
        await phone.SubmitAsync("main form", ("Phone", "01712345678"), ("Pin", "493817"));
        Assert.Equal("/passport", phone.Path);
    }
}
