using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Receive;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Services.Tests.Wallet.Counter;

/// <summary>A helper at a counter: can start a passport and receive into it, and nothing else.</summary>
public sealed class HelpTests : SchemeTests
{
    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_helper_receives_for_a_worker_who_gives_the_code_and_the_worker_reads_who_it_was(string engine)
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, engine);
        using var worker = await wallet.WorkerAsync();
        using var desk = await wallet.StaffAsync("rahima");
        await desk.HelpAsync();
        Assert.Equal("/helped", desk.Path);
        Assert.Contains("+880 ••• 678", desk.Text);
        var issuer = PeerIssuer.Of(Scheme);
        await desk.GoAsync(issuer.Claim);
        await desk.SubmitAsync("main form");
        await desk.SubmitAsync("main form", ("Code", issuer.Pin));
        Assert.StartsWith("/helped", desk.Path);
        Assert.DoesNotContain("RAFIQUL", desk.Text);

        await worker.GoAsync("/passport");
        Assert.Contains("MD RAFIQUL ISLAM", worker.Text);
        await worker.GoAsync("/history");
        Assert.Contains("A helper began to help: Officer rahima, Dhaka TTC", worker.Text);
        Assert.Matches("Certificate received: [^:]*Officer rahima, Dhaka TTC", worker.Text);

        await desk.SubmitAsync("header form");
        await desk.GoAsync("/helped");
        Assert.StartsWith("/sign-in", desk.Path);
    }

    [Fact]
    public async Task A_stolen_helpers_session_takes_nothing_over()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var worker = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(Scheme));
        var certificate = worker.Path.Split('?')[0];
        await worker.ShareAsync();
        var share = worker.Path.Split('?')[0];
        using var desk = await wallet.StaffAsync("rahima");

        // Without the worker's code nothing opens.
        await desk.GoAsync("/counter/help");
        await desk.SubmitAsync("main form", ("Phone", "01712345678"));
        await desk.SubmitAsync("main form", ("Code", "000000"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, desk.Status);
        await desk.GoAsync("/passport");
        Assert.StartsWith("/sign-in", desk.Path);

        // With a helped session that a thief has: no page that shows, shares, exports or changes.
        await desk.HelpAsync();
        var token = desk.Page.QuerySelector("header form input")!.GetAttribute("value")!;
        string[] pages =
        [
            "/passport", certificate, "/share", share, "/share/new?what=job", share + "/card", "/history", "/account", "/account/phones",
            "/account/recovery", "/account/counter-code", "/account/passkeys", "/account/import",
        ];
        foreach (var page in pages)
        {
            await desk.GoAsync(page);
            Assert.StartsWith("/helped", desk.Path);
            Assert.DoesNotContain("RAFIQUL", desk.Text);
        }

        string[] acts =
        [
            "/account?handler=Pin", "/account?handler=Export", "/account?handler=Delete", "/share/new?what=job", share,
            "/account/phones?handler=all", "/account/recovery", "/account/counter-code", "/lock",
            "/account/passkeys", "/account/passkeys?handler=options", "/account/passkeys?handler=remove", "/account/import",
        ];
        foreach (var act in acts)
        {
            await desk.PostBareAsync(
                act, ("__RequestVerificationToken", token), ("Pin", "493817"), ("NewPin", "750264"),
                ("Again", "750264"), ("Sure", "true"), ("Label", "x"), ("Days", "7"));
            Assert.StartsWith("/helped", desk.Path);
        }

        // Ten minutes, whatever happens in it.
        wallet.Clock.Forward(TimeSpan.FromMinutes(6));
        await desk.GoAsync("/helped");
        Assert.Equal("/helped", desk.Path);
        wallet.Clock.Forward(TimeSpan.FromMinutes(5));
        await desk.GoAsync("/helped");
        Assert.StartsWith("/sign-in", desk.Path);

        using var owner = wallet.NewPhone();
        await owner.SignInAsync("01712345678", "493817");
        Assert.Contains("MD RAFIQUL ISLAM", owner.Text);
    }

    [Fact]
    public async Task The_code_may_stand_on_the_workers_own_phone_and_names_one_of_several_passports()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var brother = await wallet.WorkerAsync(pin: "862044");
        using var worker = await wallet.WorkerAsync();
        using var desk = await wallet.StaffAsync("rahima");
        await desk.ProveAsync();
        Assert.Equal("/counter/help/whose", desk.Path);
        Assert.Contains("Several passports", desk.Text);
        Assert.Null(desk.Page.QuerySelector("[name=Mine]"));
        await desk.SubmitAsync("main form", ("Mine", "true"));
        Assert.Equal("/counter/help/whose", desk.Path);
        await desk.SubmitAsync("main form");
        Assert.Equal("/counter/help/pin", desk.Path);

        await worker.GoAsync("/account/counter-code");
        await worker.SubmitAsync("main form", ("Pin", "493817"));
        var code = worker.Page.QuerySelector("#shown-code")!.TextContent;
        await desk.GoAsync("/counter/help");
        await desk.SubmitAsync("main form", ("Phone", "01712345678"), ("Shown", "true"));
        await desk.SubmitAsync("main form", ("Code", code));
        Assert.Equal("/helped", desk.Path);
        await worker.GoAsync("/history");
        Assert.Contains("A helper began to help", worker.Text);
        await brother.GoAsync("/history");
        Assert.DoesNotContain("A helper began to help", brother.Text);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Whoever_shares_a_number_with_one_passport_gets_a_new_one_and_that_one_stays_as_it_is(string engine)
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, engine);
        using var husband = await wallet.WorkerAsync();
        using var desk = await wallet.StaffAsync("rahima");
        await desk.ProveAsync();
        Assert.Equal("/counter/help/whose", desk.Path);
        var since = wallet.Clock.GetUtcNow().ToOffset(BanglaText.Dhaka)
            .ToString("MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains($"+880 ••• 678 was opened in {since}", desk.Text);
        await desk.GoAsync("/counter/help/whose?lang=bn");
        Assert.Contains("এটি আমার", desk.Text);
        Assert.Contains("নতুন পাসপোর্ট খুলুন", desk.Text);
        await desk.GoAsync("/helped?lang=en");
        Assert.StartsWith("/sign-in", desk.Path);

        await desk.GoAsync("/counter/help/whose");
        await desk.SubmitAsync("main form");
        Assert.Equal("/counter/help/pin", desk.Path);
        await desk.SubmitAsync("main form", ("Pin", "862044"), ("PinAgain", "862044"), ("Consent", "true"));
        Assert.Equal("/helped", desk.Path);
        var issuer = PeerIssuer.Of(Scheme);
        await desk.GoAsync(issuer.Claim);
        await desk.SubmitAsync("main form");
        await desk.SubmitAsync("main form", ("Code", issuer.Pin));

        await husband.GoAsync("/passport");
        Assert.DoesNotContain("RAFIQUL", husband.Text);
        await husband.GoAsync("/history");
        Assert.DoesNotContain("A helper began to help", husband.Text);
        using var wife = wallet.NewPhone();
        await wife.SignInAsync("01712345678", "862044");
        Assert.Contains("MD RAFIQUL ISLAM", wife.Text);
    }

    [Fact]
    public async Task One_code_opens_a_passport_once_and_only_for_the_helper_who_was_given_it()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var worker = await wallet.WorkerAsync();
        using var desk = await wallet.StaffAsync("rahima");
        using var other = await wallet.StaffAsync("karim");
        await desk.ProveAsync();
        using var again = wallet.NewPhone();
        again.Cookies.Add(desk.Cookies.GetAllCookies());
        var proof = desk.Cookies.GetAllCookies().Single(one => one.Name == "sp-wallet-at-counter");
        other.Cookies.Add(new Uri(wallet.Url), new Cookie(proof.Name, proof.Value));
        await other.GoAsync("/counter/help/whose");
        Assert.Equal("/counter/help?code=gone", other.Path);
        await again.GoAsync("/counter/help/whose");
        await desk.SubmitAsync("main form", ("Mine", "true"));
        Assert.Equal("/helped", desk.Path);
        await again.SubmitAsync("main form", ("Mine", "true"));
        Assert.Equal("/counter/help?code=gone", again.Path);
    }

    [Fact]
    public async Task A_passport_is_started_at_the_counter_by_the_workers_own_hand()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var desk = await wallet.StaffAsync("rahima");
        await desk.HelpAsync();
        Assert.Equal("/counter/help/pin", desk.Path);
        await desk.SubmitAsync("main form", ("Pin", "123456"), ("PinAgain", "123456"), ("Consent", "true"));
        Assert.Contains("too easy", desk.Text);
        await desk.SubmitAsync("main form", ("Pin", "493817"), ("PinAgain", "493817"), ("Consent", "true"));
        Assert.Equal("/helped", desk.Path);
        using var phone = wallet.NewPhone();
        await phone.SignInAsync("01712345678", "493817");
        Assert.Equal("/passport", phone.Path);
        await using var db = await wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
        Assert.Equal(1, await db.Wallets.CountAsync());
    }

    [Fact]
    public async Task A_closed_helper_and_a_worker_find_no_counter()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var desk = await wallet.StaffAsync("rahima");
        await using (var db = await wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync())
        {
            await db.Officers.ExecuteUpdateAsync(set => set.SetProperty(one => one.Closed, true));
        }

        await desk.GoAsync("/counter/help");
        Assert.StartsWith("/counter/sign-in", desk.Path);
        using var worker = await wallet.WorkerAsync();
        foreach (var path in new[] { "/counter", "/counter/help", "/counter/recovery", "/counter/recoveries" })
        {
            await worker.GoAsync(path);
            Assert.StartsWith("/counter/sign-in", worker.Path);
        }
    }

    [Fact]
    public async Task Who_signs_out_at_the_counter_leaves_no_helped_session_to_the_next_one()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var worker = await wallet.WorkerAsync();
        using var desk = await wallet.StaffAsync("rahima");
        using var other = await wallet.StaffAsync("karim", "supervisor");
        await desk.HelpAsync();
        using var copied = wallet.NewPhone();
        var cookie = desk.Cookies.GetCookies(new Uri(wallet.Url)).Single(one => one.Name == "sp-wallet");
        copied.Cookies.Add(new Uri(wallet.Url), new Cookie(cookie.Name, cookie.Value));
        await desk.GoAsync("/counter");
        await desk.SubmitAsync("main form");
        Assert.Equal("/counter/sign-in", desk.Path);
        foreach (var page in new[] { "/helped", "/add" })
        {
            await desk.GoAsync(page);
            Assert.StartsWith("/sign-in", desk.Path);
            await copied.GoAsync(page);
            Assert.StartsWith("/sign-in", copied.Path);
        }

        // Gone without signing out: the next one's sign-in ends it.
        await desk.SignInAtCounterAsync("rahima");
        await desk.HelpAsync();
        Assert.Equal("/helped", desk.Path);
        await desk.SignInAtCounterAsync("karim");
        await desk.GoAsync("/helped");
        Assert.StartsWith("/sign-in", desk.Path);

        // A worker who is signed in in the same browser stays so.
        await worker.SignInAtCounterAsync("karim");
        await worker.SubmitAsync("main form");
        await worker.GoAsync("/passport");
        Assert.Equal("/passport", worker.Path);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_copied_cookie_of_the_counter_is_dead_after_the_helper_signs_out(string engine)
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme, engine);
        using var desk = await wallet.StaffAsync("rahima");
        using var other = await wallet.StaffAsync("karim");
        using var thief = wallet.NewPhone();
        foreach (Cookie cookie in desk.Cookies.GetCookies(new Uri(wallet.Url + "/counter")))
        {
            thief.Cookies.Add(new Uri(wallet.Url), new Cookie(cookie.Name, cookie.Value));
        }

        await thief.GoAsync("/counter/help");
        Assert.Equal("/counter/help", thief.Path);
        await desk.GoAsync("/counter");
        await desk.SubmitAsync("main form");
        Assert.Equal("/counter/sign-in", desk.Path);

        await thief.GoAsync("/counter/help");
        Assert.StartsWith("/counter/sign-in", thief.Path);
        await other.GoAsync("/counter/help");
        Assert.Equal("/counter/help", other.Path);
        await desk.SignInAtCounterAsync("rahima");
    }

    [Fact]
    public async Task A_closed_account_ends_the_helped_session_too()
    {
        await using var wallet = await RunningWallet.StartAsync(Scheme);
        using var worker = await wallet.WorkerAsync();
        using var desk = await wallet.StaffAsync("rahima");
        await desk.HelpAsync();
        await desk.GoAsync("/helped");
        Assert.Equal("/helped", desk.Path);
        Assert.Null(await CloseAccount.CloseAsync(wallet.Services, "rahima", "left the centre"));
        foreach (var page in new[] { "/helped", "/add", PeerIssuer.Of(Scheme).Claim })
        {
            await desk.GoAsync(page);
            Assert.True(desk.Path.StartsWith("/sign-in", StringComparison.Ordinal)
                || desk.Page.QuerySelector("main a[href^='/sign-up']") is not null, desk.Path);
        }
    }
}
