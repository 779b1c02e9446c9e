using System.Net;
using System.Text.Json.Nodes;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;

namespace SkillsPassport.Services.Tests.Wallet.Receive;

public sealed class ReceiveTests
{
    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_certificate_is_claimed_from_slip_to_passport(string engine)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme, engine);
        var issuer = PeerIssuer.Of(scheme);
        using var phone = wallet.NewPhone();

        // Who offers what is told to anybody, before any PIN or code is asked.
        await phone.GoAsync(issuer.Claim);
        Assert.Equal(HttpStatusCode.OK, phone.Status);
        Assert.Contains("Demo issuer", phone.Text);
        Assert.Contains("Accredited issuer", phone.Text);
        Assert.Empty(phone.Page.QuerySelectorAll("main input:not([type=hidden])"));
        Assert.Equal(0, scheme.Issuer.Hits("/token"));

        await phone.GoAsync(phone.Page.QuerySelector("main a.btn")!.GetAttribute("href")!);
        await phone.SubmitAsync(
            "main form", ("Phone", "০১৭১২৩৪৫৬৭৮"), ("Pin", "৪৯৩৮১৭"), ("PinAgain", "493817"), ("Consent", "true"));
        await phone.EnterCodeAsync();
        Assert.StartsWith("/receive?", phone.Path);
        Assert.Equal(1, scheme.Issuer.Hits("/offers/one"));

        await phone.SubmitAsync("main form");
        Assert.Equal("Enter the code from the message", phone.Page.QuerySelector("h1")!.TextContent);
        await phone.SubmitAsync("main form", ("Code", "২৭১ ৮২৮"));

        Assert.StartsWith("/certificate/", phone.Path);
        Assert.Contains("The certificate is in your passport", phone.Text);
        Assert.Contains("Valid", phone.Text);
        Assert.Contains("Accredited issuer", phone.Text);
        Assert.Contains("NSC-CON-PLM-L2-900101", phone.Text);
        Assert.Contains("credential_accepted", Assert.Single(issuer.Notifications));

        await phone.GoAsync("/passport?lang=bn");
        Assert.Contains("মোঃ রফিকুল ইসলাম", phone.Page.QuerySelector(".pass .name")!.TextContent);
        Assert.Contains("স্তর ২", phone.Text);
        Assert.Contains("১৫ মার্চ ২০৩১", phone.Text);
        Assert.Contains("বৈধ", phone.Text);
    }

    [Fact]
    public async Task A_wrong_code_tells_how_many_tries_are_left_and_the_offer_survives()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        using var phone = await wallet.AgreedAsync(issuer);

        await phone.SubmitAsync("main form", ("Code", "000000"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, phone.Status);
        Assert.Contains("The code is wrong", phone.Text);
        Assert.Contains("You can try 4 more times", phone.Text);

        await phone.SubmitAsync("main form", ("Code", issuer.Pin));
        Assert.StartsWith("/certificate/", phone.Path);
    }

    [Fact]
    public async Task A_burnt_offer_says_so_and_asks_for_a_new_slip()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        issuer.TriesLeft = 1;
        using var phone = await wallet.AgreedAsync(issuer);
        await phone.SubmitAsync("main form", ("Code", "000000"));
        Assert.Contains("Ask your centre for a new slip", phone.Text);
        Assert.Null(phone.Page.QuerySelector("main form:not(#drop)"));
    }

    [Fact]
    public async Task A_lost_token_answer_loses_nothing()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        using var phone = await wallet.AgreedAsync(issuer);
        issuer.LoseNextToken = true;
        await phone.SubmitAsync("main form", ("Code", issuer.Pin));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, phone.Status);
        Assert.Contains("Nothing is lost", phone.Text);

        // The code was spent by the request whose answer never came: the offer is fetched anew.
        await phone.SubmitAsync("main form", ("Code", issuer.Pin));
        Assert.StartsWith("/certificate/", phone.Path);
    }

    [Fact]
    public async Task A_lost_certificate_is_asked_for_again_with_the_same_key_and_without_a_code()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        using var phone = await wallet.AgreedAsync(issuer);
        issuer.LoseNextCredential = true;
        await phone.SubmitAsync("main form", ("Code", issuer.Pin));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, phone.Status);
        Assert.Null(phone.Page.QuerySelector("#Code"));

        // The wallet itself is restarted in between.
        await using var restarted = await RunningWallet.StartAsync(scheme, sameDatabaseAs: wallet);
        using var later = restarted.NewPhone();
        await later.SignInAsync("01712345678", "493817");
        await later.GoAsync("/add");
        Assert.Contains("will come by itself", later.Text);
        await later.GoAsync(later.Page.QuerySelector("main .card a.btn")!.GetAttribute("href")!);
        await later.SubmitAsync("main form");
        Assert.StartsWith("/certificate/", later.Path);
        Assert.Single(issuer.Proofs.Distinct());
    }

    [Fact]
    public async Task A_nonce_that_ran_out_is_renewed_once()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        issuer.RefuseNextNonce = true;
        using var phone = await wallet.AgreedAsync(issuer);
        await phone.SubmitAsync("main form", ("Code", issuer.Pin));
        Assert.StartsWith("/certificate/", phone.Path);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_double_click_and_the_same_slip_again_receive_once(string engine)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme, engine);
        var issuer = PeerIssuer.Of(scheme);
        using var phone = await wallet.AgreedAsync(issuer);
        using var second = wallet.NewPhone();
        await second.SignInAsync("01712345678", "493817");
        await second.GoAsync(phone.Path);

        await Task.WhenAll(
            phone.SubmitAsync("main form", ("Code", issuer.Pin)),
            second.SubmitAsync("main form", ("Code", issuer.Pin)));
        Assert.Contains(new[] { phone, second }, one => one.Path.StartsWith("/certificate/", StringComparison.Ordinal));
        Assert.Equal(1, issuer.Redeemed);

        await phone.GoAsync(issuer.Claim);
        Assert.StartsWith("/certificate/", phone.Path);
        await phone.GoAsync("/passport");
        Assert.Single(phone.Page.QuerySelectorAll("ul[aria-labelledby=mine] > li"));
    }

    [Fact]
    public async Task A_new_slip_for_the_same_award_takes_the_place_of_the_old_copy()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        using var phone = await wallet.AgreedAsync(issuer);
        await phone.SubmitAsync("main form", ("Code", issuer.Pin));
        var first = phone.Path;

        scheme.Issuer.On("/offers/two", context =>
        {
            context.Response.Redirect("/offers/one");
            return Task.CompletedTask;
        });
        await phone.GoAsync(issuer.Claim.Replace("one", "two"));
        Assert.Contains("The issuer's answer cannot be understood", phone.Text);
        Assert.DoesNotContain("We did not open this link", phone.Text);

        await phone.GoAsync(issuer.Claim.Replace("offers%2Fone", "offers%2Fone%3Fagain"));
        await phone.SubmitAsync("main form");
        await phone.SubmitAsync("main form", ("Code", issuer.Pin));
        Assert.Equal(first, phone.Path);
        Assert.Equal(2, issuer.Redeemed);
    }

    [Fact]
    public async Task An_issuer_nobody_listed_is_received_and_marked_so()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        scheme.PublishNextTrustList(content => content with { Issuers = [] });
        await wallet.Log.UntilAsync("Trust list 2 is in force");
        var issuer = PeerIssuer.Of(scheme);
        using var phone = await wallet.WorkerAsync();
        await phone.GoAsync(issuer.Claim);
        Assert.Contains("This issuer is not on the accredited list", phone.Text);
        Assert.Contains("Self-styled ministry", phone.Text);
        await phone.SubmitAsync("main form");

        // The warning stays where the code is asked for, and its own name and words stay away.
        Assert.Contains("This issuer is not on the accredited list", phone.Text);
        Assert.DoesNotContain("Self-styled ministry", phone.Text);
        Assert.Contains(new Uri(issuer.Url).Authority, phone.Text);
        Assert.DoesNotContain("The issuer says", phone.Text);
        await phone.SubmitAsync("main form", ("Code", issuer.Pin));
        Assert.StartsWith("/certificate/", phone.Path);
        Assert.Contains("Not accredited", phone.Text);
        Assert.Contains("Not on the accredited list", phone.Text);
    }

    [Fact]
    public async Task A_revocation_shows_in_the_passport_and_its_history()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        using var phone = await wallet.AgreedAsync(issuer);
        await phone.SubmitAsync("main form", ("Code", issuer.Pin));
        var page = phone.Path;
        scheme.Statuses[8] = 1;
        scheme.PublishStatus();
        await Peers.Eventually.TrueAsync(async () => (await phone.GoAsync(page)).Text.Contains("Revoked"));
        await phone.GoAsync("/history");
        Assert.Contains("Certificate's status changed", phone.Text);
    }

    [Fact]
    public async Task An_offer_by_value_is_received_without_fetching_it()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        using var http = new HttpClient();
        var offer = await http.GetStringAsync(issuer.OfferUri);
        using var phone = await wallet.WorkerAsync();
        await phone.GoAsync("/add");
        await phone.SubmitAsync(
            "main form", ("Link", "openid-credential-offer://?credential_offer=" + Uri.EscapeDataString(offer)));
        await phone.SubmitAsync("main form");
        await phone.SubmitAsync("main form", ("Code", issuer.Pin));
        Assert.StartsWith("/certificate/", phone.Path);
        Assert.Equal(1, scheme.Issuer.Hits("/offers/one"));
        Assert.Equal("credential_configuration_id=national-skills-certificate", Assert.Single(issuer.Asked));
    }

    [Fact]
    public async Task Credential_identifiers_are_used_when_the_token_names_them_each_with_a_key_of_its_own()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        issuer.ChangeToken = token =>
        {
            token["authorization_details"] = new JsonArray(new JsonObject
            {
                ["type"] = "openid_credential", ["credential_configuration_id"] = "national-skills-certificate",
                ["credential_identifiers"] = new JsonArray("plumbing-1", "plumbing-2"),
            });
            return token;
        };
        using var phone = await wallet.AgreedAsync(issuer);
        await phone.SubmitAsync("main form", ("Code", issuer.Pin));
        Assert.Equal(["credential_identifier=plumbing-1", "credential_identifier=plumbing-2"], issuer.Asked);
        Assert.Equal(2, issuer.Proofs.Distinct().Count());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Two_copies_behind_one_address_behave_as_one(string engine)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var one = await RunningWallet.StartAsync(scheme, engine);
        await using var two = await RunningWallet.StartAsync(scheme, sameDatabaseAs: one);
        var issuer = PeerIssuer.Of(scheme);
        var urls = new[] { one.Url, two.Url };
        using var phone = new Phone(urls[0]) { RoundRobin = urls };
        await phone.SignUpAsync("01712345678", "493817");
        await phone.GoAsync(issuer.Claim);
        await phone.SubmitAsync("main form");
        await phone.SubmitAsync("main form", ("Code", "000000"));
        await phone.SubmitAsync("main form", ("Code", issuer.Pin));
        Assert.StartsWith("/certificate/", phone.Path);
        var link = await phone.ShareAsync();
        Assert.All(await Task.WhenAll(one.OpenAsync(link), two.OpenAsync(link)), answer =>
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        await phone.GoAsync("/share");
        Assert.Contains("Opened 2 times", phone.Text);
    }
}
