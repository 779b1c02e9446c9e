using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Receive;

namespace SkillsPassport.Services.Tests.Wallet.Receive;

/// <summary>Issuer or network are away: what the worker wants is kept, and comes by itself, once.</summary>
public sealed class FetchLaterTests
{
    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_slip_opened_while_the_issuer_is_away_comes_by_itself_and_once_though_two_copies_fetch(string engine)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme, engine);
        await using var second = await RunningWallet.StartAsync(scheme, sameDatabaseAs: wallet);
        var issuer = PeerIssuer.Of(scheme);
        using var phone = await wallet.WorkerAsync();
        scheme.Issuer.IsAway = true;
        await phone.GoAsync(issuer.Claim);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, phone.Status);
        Assert.Contains("you will receive it when you are back online", phone.Text);
        await phone.SubmitAsync("form#keep", ("Code", "২৭১ ৮২৮"));
        Assert.Contains("You will receive it when the connection is back", phone.Text);
        Assert.Contains("Demo issuer", phone.Text);
        await phone.GoAsync(issuer.Claim);
        Assert.StartsWith("/receive/", phone.Path);
        await phone.GoAsync("/add");
        Assert.Contains("A certificate from Demo issuer will come by itself", phone.Text);
        await AssertSealedAsync(wallet, issuer.Pin, issuer.OfferUri);

        scheme.Issuer.IsAway = false;
        // Once, so that the time of whoever fetches it does not run out under their hands.
        wallet.Clock.Forward(TimeSpan.FromMinutes(2));
        await Eventually.TrueAsync(async () => (await phone.GoAsync("/passport")).Text.Contains("Valid"));
        Assert.Equal(1, issuer.Redeemed);
        await phone.GoAsync(issuer.Claim);
        Assert.StartsWith("/certificate/", phone.Path);
        await phone.GoAsync("/history");
        Assert.Contains("Kept, to be received later", phone.Text);
        Assert.Single(phone.Page.QuerySelectorAll("li"), line => line.TextContent.Contains("Certificate received"));
        Assert.Null((await StateAsync(wallet)).Code);
    }

    [Fact]
    public async Task A_code_typed_while_the_issuer_goes_away_is_kept_sealed_and_the_rest_happens_without_the_worker()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        using var phone = await wallet.AgreedAsync(issuer);
        issuer.LoseNextToken = true;
        await phone.SubmitAsync("main form", ("Code", issuer.Pin));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, phone.Status);
        Assert.Contains("You will receive it when the connection is back", phone.Text);
        issuer.LoseNextCredential = true;
        await wallet.ComesAsync(phone);
        Assert.Single(issuer.Proofs.Distinct());
        var state = await StateAsync(wallet);
        Assert.True(state is { Code: null, AccessToken: null, RefreshToken: null, Problem: null });
    }

    [Theory, InlineData(429), InlineData(503)]
    public async Task A_code_that_a_busy_issuer_did_not_look_at_is_kept_and_sent_again_when_the_issuer_said(int status)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        using var phone = await wallet.AgreedAsync(issuer);
        issuer.Busy = (4, status);
        await phone.SubmitAsync("main form", ("Code", issuer.Pin));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, phone.Status);
        Assert.Contains("The issuer has too much to do just now", phone.Text);
        Assert.Contains("You need not stay here", phone.Text);
        // The worker's hurry changes nothing.
        await phone.SubmitAsync("main form");
        Assert.Contains("The issuer has too much to do just now", phone.Text);
        wallet.Clock.Forward(TimeSpan.FromMinutes(5));
        await Task.Delay(2500);
        Assert.Equal(1, scheme.Issuer.Hits("/token"));

        for (var times = 2; times <= 4; times++)
        {
            wallet.Clock.Forward(TimeSpan.FromMinutes(11));
            await Eventually.TrueAsync(() => Task.FromResult(scheme.Issuer.Hits("/token") == times));
        }

        await phone.SignInAsync("01712345678", "493817");
        await wallet.ComesAsync(phone);
        Assert.Equal((1, 5, 0), (issuer.Redeemed, issuer.TriesLeft, issuer.TokensRefused));
    }

    [Fact]
    public async Task The_passport_asks_to_finish_nothing_that_comes_by_itself()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        using var phone = await KeptAsync(scheme, wallet, issuer, issuer.Pin);
        await phone.GoAsync("/passport");
        Assert.Contains("A certificate will come by itself.", phone.Text);
        Assert.DoesNotContain("waiting halfway", phone.Text);
        Assert.DoesNotContain("Finish it", phone.Text);
    }

    [Fact]
    public async Task A_page_closed_in_the_middle_loses_nothing_and_doubles_nothing()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        using var phone = await wallet.AgreedAsync(issuer);
        var reached = new TaskCompletionSource();
        scheme.Issuer.On("/nonce", async context =>
        {
            reached.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        var submitted = phone.SubmitAsync("main form", ("Code", issuer.Pin));
        await reached.Task;
        phone.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => submitted);
        _ = new PeerIssuer(scheme.Issuer, issuer.Issue);
        using var later = wallet.NewPhone();
        await later.SignInAsync("01712345678", "493817");
        await wallet.ComesAsync(later);
        Assert.Single(await ReceivedLinesAsync(later));
    }

    [Fact]
    public async Task A_wrong_code_kept_for_later_costs_one_try_and_is_then_asked_for_again()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        using var phone = await KeptAsync(scheme, wallet, issuer, "000000");
        var page = phone.Path;
        scheme.Issuer.IsAway = false;
        await Eventually.TrueAsync(async () =>
        {
            wallet.Clock.Forward(TimeSpan.FromMinutes(1));
            return (await phone.GoAsync(page)).Text.Contains("The code is wrong");
        });
        wallet.Clock.Forward(TimeSpan.FromHours(3));
        await Task.Delay(2500);
        Assert.Equal(4, issuer.TriesLeft);
        await phone.SignInAsync("01712345678", "493817");
        await phone.GoAsync(page);
        await phone.SubmitAsync("main form", ("Code", issuer.Pin));
        Assert.StartsWith("/certificate/", phone.Path);
    }

    [Fact]
    public async Task The_worker_drops_what_waits_and_nothing_of_it_is_left_or_fetched()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        using var phone = await KeptAsync(scheme, wallet, issuer, issuer.Pin);
        using var other = await wallet.WorkerAsync("01812345678");
        var page = phone.Path;
        await other.GoAsync("/add");
        await other.PostBareAsync(page + "?handler=Drop",
            ("__RequestVerificationToken", other.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!));
        Assert.Equal(HttpStatusCode.NotFound, other.Status);

        await phone.SubmitAsync("form#drop");
        Assert.Equal("/add", phone.Path);
        scheme.Issuer.IsAway = false;
        wallet.Clock.Forward(TimeSpan.FromHours(1));
        await Task.Delay(1500);
        Assert.Equal((0, 0), (issuer.Redeemed, scheme.Issuer.Hits("/offers/one")));
        await phone.SignInAsync("01712345678", "493817");
        Assert.Equal(HttpStatusCode.NotFound, (await phone.GoAsync(page)).Status);
        await phone.GoAsync("/history");
        Assert.Contains("You no longer wanted to receive", phone.Text);
    }

    [Fact]
    public async Task An_issuer_nobody_listed_gets_no_code_before_the_worker_has_looked()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        scheme.PublishNextTrustList(content => content with { Issuers = [] });
        var issuer = PeerIssuer.Of(scheme);
        await wallet.Log.UntilAsync("Trust list 2 is in force");
        using var phone = await KeptAsync(scheme, wallet, issuer, issuer.Pin);
        var page = phone.Path;
        scheme.Issuer.IsAway = false;
        await Eventually.TrueAsync(async () =>
        {
            wallet.Clock.Forward(TimeSpan.FromMinutes(1));
            return (await phone.GoAsync(page)).Text.Contains("Look first who offers this");
        });
        Assert.Equal(0, scheme.Issuer.Hits("/token"));
        await phone.GoAsync(phone.Page.QuerySelector("main a.btn")!.GetAttribute("href")!);
        Assert.Contains("This issuer is not on the accredited list", phone.Text);
        await phone.SubmitAsync("main form");
        await phone.SubmitAsync("main form", ("Code", issuer.Pin));
        Assert.StartsWith("/certificate/", phone.Path);
    }

    [Fact]
    public async Task A_deferred_certificate_comes_by_itself_not_before_its_interval_and_with_a_refreshed_token()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        // Longer than this test can take until it looks: the wallet's clock goes on by itself too.
        (issuer.NotReadyYet, issuer.GivesRefreshTokens, issuer.Interval) = (2, true, 60);
        using var phone = await wallet.AgreedAsync(issuer);
        await phone.SubmitAsync("main form", ("Code", issuer.Pin));
        Assert.Contains("The certificate is not ready yet", phone.Text);
        await phone.SubmitAsync("main form");
        Assert.Contains("The certificate is not ready yet", phone.Text);
        Assert.Equal(0, issuer.Polled);
        wallet.Clock.Forward(TimeSpan.FromSeconds(75));
        await Eventually.TrueAsync(() => Task.FromResult(issuer.Polled == 1));

        // The access token ends before the certificate is ready: another one is had without the worker.
        issuer.Token = "second-token";
        wallet.Clock.Forward(TimeSpan.FromMinutes(11));
        await wallet.ComesAsync(phone);
        Assert.Single(issuer.Proofs);
        Assert.True(issuer.Refreshed >= 1);
    }

    [Fact]
    public async Task After_two_weeks_the_code_is_forgotten_and_the_worker_is_asked()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        using var phone = await KeptAsync(scheme, wallet, issuer, issuer.Pin);
        wallet.Clock.Forward(TimeSpan.FromDays(15));
        await Eventually.TrueAsync(async () => (await StateAsync(wallet)).Code is null);
        await using var db = await wallet.DbAsync();
        Assert.Null((await db.Intentions.SingleAsync()).NextTryAt);
    }

    private static async Task<Phone> KeptAsync(Scheme scheme, RunningWallet wallet, PeerIssuer issuer, string code)
    {
        var phone = await wallet.WorkerAsync();
        scheme.Issuer.IsAway = true;
        await phone.GoAsync(issuer.Claim);
        await phone.SubmitAsync("form#keep", ("Code", code));
        Assert.Matches("^/receive/[0-9a-f-]{36}$", phone.Path);
        return phone;
    }

    private static async Task<IReadOnlyList<string>> ReceivedLinesAsync(Phone phone) =>
        [.. (await phone.GoAsync("/history")).Page.QuerySelectorAll("li").Select(line => line.TextContent)
            .Where(text => text.Contains("Certificate received"))];

    private static async Task<OfferState> StateAsync(RunningWallet wallet)
    {
        await using var db = await wallet.DbAsync();
        var intention = await db.Intentions.AsNoTracking().SingleAsync();
        var account = await db.Wallets.AsNoTracking().SingleAsync(one => one.Id == intention.WalletId);
        using var vault = wallet.Services.GetRequiredService<Vaults>().Open(account);
        return vault.Open<OfferState>(OfferState.Kind, intention.Id, intention.Sealed);
    }

    private static async Task AssertSealedAsync(RunningWallet wallet, params string[] secrets)
    {
        await using var db = await wallet.DbAsync();
        var row = await db.Intentions.AsNoTracking().SingleAsync();
        Assert.All(secrets, secret =>
        {
            Assert.DoesNotContain(secret, Encoding.Latin1.GetString(row.Sealed));
            Hidden.In(wallet.Log.All, secret);
        });
    }
}
