using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Receive;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Services.Tests.Wallet.Account;

public sealed class AccountTests
{
    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_worker_takes_everything_along_and_deletes_everything(string engine)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme, engine);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(scheme));
        var link = await phone.ShareAsync();
        using var opened = await wallet.OpenAsync(link);

        await phone.GoAsync("/account");
        await phone.SubmitAsync("form[action*=Export]", ("Pin", "000000"));
        Assert.Contains("The PIN is wrong", phone.Text);
        await phone.SubmitAsync("form[action*=Export]", ("Pin", "493817"));
        Assert.Equal("application/json", phone.Answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", phone.Answer.Content.Headers.ContentDisposition!.DispositionType);
        var export = Encoding.UTF8.GetString(phone.Body);
        Assert.All(
            ["+8801712345678", "MD RAFIQUL ISLAM", "মোঃ রফিকুল ইসলাম", link, "Gulf Manpower", "CertificateReceived"],
            expected => Assert.Contains(expected, export));
        using var traces = System.Text.Json.JsonDocument.Parse(export);
        var all = traces.RootElement.GetProperty("traces");
        Assert.Equal((1, 1, 0, 0, 0, 0), (
            all.GetProperty("openings").GetArrayLength(), all.GetProperty("phones").GetArrayLength(),
            all.GetProperty("waiting").GetArrayLength(), all.GetProperty("passkeys").GetArrayLength(),
            all.GetProperty("recoveries").GetArrayLength(), all.GetProperty("warnings").GetArrayLength()));

        await phone.GoAsync("/account");
        await phone.SubmitAsync("form[action*=Delete]", ("Pin", "493817"));
        Assert.Contains("Tick the box first", phone.Text);
        await phone.SubmitAsync("form[action*=Delete]", ("Pin", "493817"), ("Sure", "true"));
        Assert.Equal("/", phone.Path);
        await phone.GoAsync("/passport?lang=en");
        Assert.StartsWith("/sign-in", phone.Path);
        await phone.SignInAsync("01712345678", "493817");
        Assert.Contains("Number or PIN is wrong", phone.Text);
        Assert.Contains("If you deleted your passport, it is gone", phone.Text);
        using var http = new HttpClient { BaseAddress = new Uri(wallet.Url) };
        Assert.Equal(HttpStatusCode.Gone, (await http.GetAsync("/shares/" + link[(link.LastIndexOf('/') + 1)..])).StatusCode);
    }

    [Fact]
    public async Task A_passport_that_two_phones_delete_at_once_is_gone_once_and_both_are_told_so()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme, "postgresql");
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(scheme));
        var link = await phone.ShareAsync();
        using var other = wallet.NewPhone();
        await other.SignInAsync("01712345678", "493817");
        await Task.WhenAll(phone.GoAsync("/account"), other.GoAsync("/account"));

        // Both deletions have begun before either of them may write.
        await using var db = await wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
        await using var held = await db.Database.BeginTransactionAsync();
        await db.Database.ExecuteSqlRawAsync("LOCK TABLE gone_shares IN EXCLUSIVE MODE");
        var both = new[] { phone, other }.Select(
            one => one.SubmitAsync("form[action*=Delete]", ("Pin", "493817"), ("Sure", "true"))).ToList();
        await Eventually.TrueAsync(async () => await db.Database.SqlQuery<int>(
            $"""SELECT count(*)::int AS "Value" FROM pg_locks WHERE NOT granted""").SingleAsync() == 2);
        await held.RollbackAsync();
        await Task.WhenAll(both);

        Assert.Equal([(HttpStatusCode.OK, "/"), (HttpStatusCode.OK, "/")], [(phone.Status, phone.Path), (other.Status, other.Path)]);
        Assert.Equal((0, 1), (await db.Wallets.CountAsync(), await db.GoneShares.CountAsync()));
        Assert.Equal(HttpStatusCode.Gone, (await wallet.OpenAsync(link)).StatusCode);
    }

    [Fact]
    public async Task Whoever_deleted_a_passport_without_hearing_so_is_told_what_a_stranger_is_told_of_any_number()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var phone = await wallet.WorkerAsync();
        using var second = await wallet.WorkerAsync("01898765432", "862044");
        await phone.GoAsync("/account");
        var (form, session) = (phone.Page, phone.Cookies.GetAllCookies().Single(one => one.Name == "sp-wallet").Value);
        await phone.SubmitAsync("form[action*=Delete]", ("Pin", "493817"), ("Sure", "true"));

        // The answer was lost: the phone still has the page and its session, and sends the form again.
        using var again = wallet.NewPhone();
        await again.GoAsync("/sign-in");
        again.Cookies.Add(new Uri(wallet.Url), new Cookie("sp-wallet", session));
        await again.PostBareAsync(form.QuerySelector("form[action*=Delete]")!.GetAttribute("action")!);
        Assert.StartsWith("/sign-in?next=", again.Path);
        Assert.Contains("If you deleted your passport, it is gone", again.Page.QuerySelector("p.card")!.TextContent);

        var said = new List<string>();
        foreach (var (number, pin) in new[]
                 {
                     ("01712345678", "493817"), ("01898765432", "111222"), ("01512345678", "493817"),
                 })
        {
            using var stranger = wallet.NewPhone();
            await stranger.SignInAsync(number, pin);
            said.Add(stranger.Text);
        }

        Assert.Contains("If you deleted your passport, it is gone", said[0]);
        Assert.Single(said.Distinct());

        // Whoever mistypes a PIN is not frightened by it: it lies in the fold.
        using var hasty = wallet.NewPhone();
        await hasty.SignInAsync("01898765432", "111222");
        Assert.Contains("If you deleted", hasty.Page.QuerySelector("details")!.TextContent);
        hasty.Page.QuerySelector("details")!.Remove();
        Assert.DoesNotContain("If you deleted", hasty.Page.Body!.TextContent);
    }

    [Fact]
    public async Task A_new_pin_that_is_taken_is_refused_like_one_that_is_too_easy()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var other = await wallet.WorkerAsync(pin: "862044");
        using var phone = await wallet.WorkerAsync();
        await phone.GoAsync("/account");
        await phone.SubmitAsync("form[action*=Pin]", ("Pin", "493817"), ("NewPin", "862044"), ("Again", "862044"));
        Assert.Contains("too easy", phone.Text);
        await phone.GoAsync("/account");
        await phone.SubmitAsync("form[action*=Pin]", ("Pin", "493817"), ("NewPin", "493817"), ("Again", "493817"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, phone.Status);
    }

    [Fact]
    public async Task A_pin_form_sent_several_times_at_once_changes_the_pin_once_and_no_answer_denies_it()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var worker = await wallet.WorkerAsync();
        var twins = Enumerable.Range(0, 4).Select(_ => wallet.NewPhone()).ToList();
        foreach (var twin in twins)
        {
            CopyCookies(wallet, worker, twin);
            await twin.GoAsync("/account");
        }

        await Task.WhenAll(twins.Select(twin => twin.SubmitAsync(
            "form[action*=Pin]", ("Pin", "493817"), ("NewPin", "750264"), ("Again", "750264"))));
        Assert.All(twins, twin => Assert.True(
            twin.Path == "/account?changed=1" || twin.Text.Contains("It may have been done"), twin.Text));
        await using var db = await wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
        Assert.Equal((1, 1), (
            (await db.Wallets.SingleAsync()).Stamp,
            await db.History.CountAsync(one => one.Kind == HistoryKind.PinChanged)));
        twins.ForEach(twin => twin.Dispose());
    }

    [Theory]
    [InlineData("/account", "form[action*=Pin]", "Try the new PIN first, then the old one")]
    [InlineData("/account", "form[action*=Delete]", "If you deleted your passport, it is gone")]
    [InlineData("/account/phones", "form[action*=all]", "Sign in and look")]
    [InlineData("/sign-out", "main form", "Sign in and look")]
    public async Task What_ends_the_session_and_is_sent_again_after_a_lost_answer_is_not_called_undone(
        string page, string form, string words)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var phone = await wallet.WorkerAsync();
        using var again = wallet.NewPhone();
        CopyCookies(wallet, phone, again);
        (string, string)[] filled =
            [("Pin", "493817"), ("NewPin", "750264"), ("Again", "750264"), ("Sure", "true")];
        await phone.GoAsync(page);
        await again.GoAsync(page);
        await phone.SubmitAsync(form, filled);
        await again.SubmitAsync(form, filled);
        Assert.StartsWith("/sign-in?next=", again.Path);
        Assert.Contains("It may have been done", again.Page.QuerySelector("#unsent")!.TextContent);
        Assert.Contains(words, again.Text);
        Assert.DoesNotContain("did not happen", again.Text);
    }

    private static void CopyCookies(RunningWallet wallet, Phone from, Phone to)
    {
        foreach (var cookie in from.Cookies.GetCookies(new Uri(wallet.Url)).Where(one => one.Name != "sp-wallet-lang"))
        {
            to.Cookies.Add(new Uri(wallet.Url), new Cookie(cookie.Name, cookie.Value));
        }
    }
}
