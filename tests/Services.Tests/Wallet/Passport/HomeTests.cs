using SkillsPassport.Credentials.Jose;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Receive;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Passport;

namespace SkillsPassport.Services.Tests.Wallet.Passport;

/// <summary>What a worker sees first.</summary>
public sealed class HomeTests
{
    [Fact]
    public async Task What_nobody_accredited_stands_apart_is_not_counted_and_lends_no_name()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        scheme.PublishNextTrustList(content => content with { Issuers = [] });
        await wallet.Log.UntilAsync("Trust list 2 is in force");
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(scheme));
        Assert.Contains("employers will see that it is not accredited", phone.Text);
        Assert.Null(phone.Page.QuerySelector("a[href$='/qr']"));
        await phone.GoAsync("/passport");
        Assert.Null(phone.Page.QuerySelector("#mine"));
        var apart = phone.Page.QuerySelector("ul.own[aria-labelledby=unverified]")!;
        Assert.Equal("Not accredited", apart.QuerySelector(".tag")!.TextContent);
        Assert.Equal("0", phone.Page.QuerySelector(".tally b")!.TextContent);
        Assert.Single(phone.Page.QuerySelectorAll(".tally b"));

        // The one thing to do here is to show it to one recruiter; the rest is quiet.
        var primary = Assert.Single(phone.Page.QuerySelectorAll("main a.btn:not(.quiet)"));
        Assert.Equal("/share/new", primary.GetAttribute("href"));
        Assert.Equal("Share with one recruiter", primary.TextContent.Trim());
        await phone.GoAsync("/card");
        Assert.Contains("There is no valid certificate to print yet", phone.Text);
    }

    [Fact]
    public async Task Numbers_are_written_as_the_reader_writes_and_counts_them()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(scheme));
        var certificate = phone.Path.Split('?')[0];
        await phone.GoAsync("/passport");
        Assert.Equal("certificate", phone.Page.QuerySelector(".tally small")!.TextContent);
        await phone.GoAsync("/account");
        Assert.Contains("+880 ••• 678", phone.Text);

        await phone.GoAsync("/account?lang=bn");
        Assert.Contains("+৮৮০ ••• ৬৭৮", phone.Text);
        await phone.GoAsync(certificate);
        Assert.Contains("স্তর ২", phone.Text);
        // What is compared with paper stands as it stands there.
        Assert.All([PeerIssuer.Number, "4821", "7K2"], number => Assert.Contains(number, phone.Text));
        await phone.GoAsync("/account/counter-code");
        await phone.SubmitAsync("main form", ("Pin", "493817"));
        Assert.Matches("^[০-৯]{6}$", phone.Page.QuerySelector("#shown-code")!.TextContent);
    }

    [Theory]
    [InlineData("2030-11-01", null)]
    [InlineData("2030-11-15", 120)]
    [InlineData("2031-03-15", 0)]
    [InlineData("2031-03-16", -1)]
    [InlineData("2031-05-14", -60)]
    [InlineData("2031-05-15", null)]
    public async Task A_reminder_comes_in_time_for_a_new_assessment_and_stops_when_it_is_too_late(string today, int? days)
    {
        await using var scheme = await Scheme.StartAsync();
        var one = View(scheme.SdJwt(), Standing.Valid);
        // Half past midnight in Dhaka is still yesterday in Greenwich.
        var now = new DateTimeOffset(DateTime.Parse(today), TimeSpan.FromHours(6)).AddMinutes(30);
        Assert.Equal(days, Expiry.Of([one], now).SingleOrDefault()?.Days);
        Assert.Empty(Expiry.Of([View(scheme.SdJwt(), Standing.Revoked)], now));
        Assert.Empty(Expiry.Of([View(scheme.SdJwt(), Standing.Valid, Marking.NotAccredited)], now));
    }

    [Theory]
    [InlineData("https://x.example/credentials/epstopik-language/1", """{"score":"152"}""", PassportGroup.Languages)]
    [InlineData("https://language.example/credentials/welder/1", "{}", PassportGroup.Certificates)]
    [InlineData("urn:bd:labour-wing:employment:1", "{}", PassportGroup.Work)]
    [InlineData("urn:x:1", """{"employer":{"name":"Al Noor"}}""", PassportGroup.Work)]
    [InlineData("urn:x:certificate-of-completion", """{"training_hours":232}""", PassportGroup.Training)]
    [InlineData("urn:x:statement-of-results", "{}", PassportGroup.Statements)]
    [InlineData("urn:x:1", "{}", PassportGroup.Certificates)]
    public async Task A_strangers_credential_finds_its_part_of_the_passport(string type, string claims, PassportGroup group)
    {
        await using var scheme = await Scheme.StartAsync();
        Assert.Equal(group, PassportGroups.Of(View(Signed(scheme, type, claims), Standing.CouldNotCheck)));
        Assert.Equal(PassportGroup.Certificates, PassportGroups.Of(View(scheme.SdJwt(), Standing.Valid)));
    }

    [Fact]
    public async Task A_revocation_that_several_phones_see_at_once_is_one_line_of_the_history()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme, "postgresql");
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(scheme));
        await phone.GoAsync("/passport");
        var pages = Enumerable.Range(0, 8).Select(_ => wallet.NewPhone()).ToList();
        foreach (var page in pages)
        {
            await page.SignInAsync("01712345678", "493817");
            await page.EnterCodeAsync();
        }

        scheme.Statuses[8] = 1;
        scheme.PublishStatus();
        wallet.Clock.Forward(TimeSpan.FromMinutes(10));
        await Eventually.TrueAsync(async () =>
        {
            await Task.WhenAll(pages.Select(page => page.GoAsync("/passport")));
            return pages[0].Text.Contains("Revoked");
        });
        await phone.GoAsync("/history");
        Assert.Single(phone.Page.QuerySelectorAll("li"), line => line.TextContent.Contains("Certificate's status changed"));
        pages.ForEach(page => page.Dispose());
    }

    private static string Signed(Scheme scheme, string type, string claims)
    {
        var payload = System.Text.Json.Nodes.JsonNode.Parse(claims)!.AsObject();
        payload["iss"] = "https://x.example";
        payload["vct"] = type;
        var header = new System.Text.Json.Nodes.JsonObject { ["typ"] = "dc+sd-jwt" };
        return Jws.Sign(scheme.IssuerKey, header, System.Text.Encoding.UTF8.GetBytes(payload.ToJsonString())) + "~";
    }

    private static CertificateView View(string sdJwt, Standing standing, Marking marking = Marking.Accredited)
    {
        var held = new HeldCertificate
        {
            Id = Guid.NewGuid(), WalletId = Guid.NewGuid(), AwardIndex = [], Sealed = [], ReceivedAt = default, Marking = marking,
        };
        var view = CertificateView.Of(held, new CertificateContent { SdJwt = sdJwt, HolderKey = [], IssuerId = "https://x.example" });
        view.Standing = standing;
        return view;
    }
}
