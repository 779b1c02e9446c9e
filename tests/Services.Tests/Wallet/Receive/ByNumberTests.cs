using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Services.Tests.Wallet.Receive;

/// <summary>A worker without the slip types number, year of birth and PIN.</summary>
public sealed class ByNumberTests : WalletTests
{
    private PeerIssuer _issuer = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _issuer = PeerIssuer.Of(Scheme);
    }

    [Fact]
    public async Task A_certificate_comes_by_number_year_and_pin_in_one_step_and_only_once()
    {
        using var phone = await Wallet.WorkerAsync();
        await phone.GoAsync("/add");
        await phone.GoAsync(phone.Page.QuerySelector("a[href='/add/number']")!.GetAttribute("href")!);
        Assert.Contains("Demo issuer", phone.Text);
        await AskAsync(phone, " nsc-con-plm-l2-৯০০১০১ ", "১৯৯৪", "২৭১ ৮২৮");
        Assert.StartsWith("/certificate/", phone.Path);
        Assert.Contains("The certificate is in your passport", phone.Text);
        var certificate = phone.Path;

        // The same again, by number and by slip, is the same certificate.
        await phone.GoAsync("/add/number");
        await AskAsync(phone);
        Assert.Equal(certificate, phone.Path);
        await phone.GoAsync(_issuer.Claim);
        Assert.Equal(certificate.Split('?')[0], phone.Path.Split('?')[0]);
        Assert.Equal(1, _issuer.Redeemed);
        Assert.DoesNotContain(await HistoryAsync(phone), line => line.StartsWith("Kept", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_slip_scanned_before_and_its_number_are_one_reception()
    {
        using var phone = await Wallet.WorkerAsync();
        await phone.GoAsync(_issuer.Claim);
        await phone.SubmitAsync("main form");
        await phone.GoAsync("/add/number");
        await AskAsync(phone);
        Assert.StartsWith("/certificate/", phone.Path);
        Assert.Equal(1, _issuer.Redeemed);
        await using var db = await Db();
        Assert.Equal(IntentionStep.Received, (await db.Intentions.SingleAsync()).Step);
    }

    [Theory]
    [InlineData("NSC-CON-PLM-L2-900102", "1994", "271828")]
    [InlineData("NSC-CON-PLM-L2-900101", "1995", "271828")]
    [InlineData("NSC-CON-PLM-L2-900101", "1994", "271829")]
    public async Task Whatever_is_wrong_the_words_are_the_same_and_nothing_is_left_over(
        string number, string year, string pin)
    {
        using var phone = await Wallet.WorkerAsync();
        await phone.GoAsync("/add/number");
        await AskAsync(phone, number, year, pin);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, phone.Status);
        Assert.Contains("These three do not fit together", phone.Text);
        Assert.Contains("go to your centre", phone.Text);
        Assert.DoesNotContain(pin, phone.Page.Body!.InnerHtml);
        await using var db = await Db();
        Assert.Equal(0, await db.Intentions.CountAsync());
        Assert.Equal(0, Scheme.Issuer.Hits("/token"));
        // The history cannot be mended: it says nothing of what was only typed wrong.
        Assert.Equal(["Passport opened"], await HistoryAsync(phone));
    }

    [Fact]
    public async Task Number_and_pin_go_to_no_issuer_that_the_list_does_not_name_and_to_no_other_address()
    {
        await using var stranger = await LocalPeer.StartAsync();
        using var phone = await Wallet.WorkerAsync();
        await phone.GoAsync("/add/number");
        // The only listed issuer is taken, whatever a forged form says.
        await phone.SubmitAsync("main form", ("Issuer", stranger.Url), ("Number", "A-900101"), ("Year", "1994"), ("Code", "271828"));
        Assert.Equal(0, stranger.AllHits);

        _issuer.OwnDocument["find_offer_endpoint"] = stranger.Url + "/offers/find";
        await phone.GoAsync("/add/number");
        await AskAsync(phone);
        Assert.Contains("The issuer's details do not match", phone.Text);
        _issuer.OwnDocument.Remove("find_offer_endpoint");
        await AskAsync(phone);
        Assert.Contains("This issuer gives no certificates by number", phone.Text);
        Assert.Equal(0, stranger.AllHits);

        Scheme.PublishNextTrustList(content => content with { Issuers = [] });
        await Eventually.TrueAsync(async () => (await phone.GoAsync("/add/number")).Page.QuerySelector("[name=Issuer]") is null);
        await phone.SubmitAsync("main form", ("Issuer", _issuer.Url), ("Number", PeerIssuer.Number), ("Year", "1994"), ("Code", "271828"));
        Assert.Contains("This issuer is not on the accredited list", phone.Text);
    }

    [Fact]
    public async Task Too_many_tries_wait_by_themselves_and_a_closed_number_sends_to_slip_and_centre()
    {
        using var phone = await Wallet.WorkerAsync();
        _issuer.WaitSeconds = 90_000;
        await phone.GoAsync("/add/number");
        await AskAsync(phone);
        Assert.Equal(HttpStatusCode.TooManyRequests, phone.Status);
        Assert.Contains("The QR on your slip still works", phone.Text);

        _issuer.WaitSeconds = 300;
        await phone.GoAsync("/add/number");
        await AskAsync(phone);
        Assert.StartsWith("/receive/", phone.Path);
        Assert.Contains("It will come by itself", phone.Text);
        Assert.Single(await HistoryAsync(phone), "Kept, to be received later: " + PeerIssuer.Number);
        await phone.GoAsync("/add/number");
        await AskAsync(phone);
        Assert.Single(await HistoryAsync(phone), "Kept, to be received later: " + PeerIssuer.Number);
        _issuer.WaitSeconds = 0;
        Wallet.Clock.Forward(TimeSpan.FromMinutes(10));
        await Eventually.TrueAsync(async () => (await phone.GoAsync("/passport")).Text.Contains("Valid"));

        for (var i = 0; i < 12 && !phone.Text.Contains("Too many tries"); i++)
        {
            await phone.GoAsync("/add/number");
            await AskAsync(phone, pin: "000000");
        }

        Assert.Contains("Too many tries from this passport", phone.Text);
    }

    private static async Task<IReadOnlyList<string>> HistoryAsync(Phone phone)
    {
        await phone.GoAsync("/history");
        return [.. phone.Page.QuerySelectorAll("ol b").Select(line => line.TextContent.Trim())];
    }

    private static Task AskAsync(
        Phone phone, string number = PeerIssuer.Number, string year = PeerIssuer.YearOfBirth, string pin = "271828") =>
        phone.SubmitAsync("main form", ("Number", number), ("Year", year), ("Code", pin));

    private Task<WalletDb> Db() =>
        Wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
}
