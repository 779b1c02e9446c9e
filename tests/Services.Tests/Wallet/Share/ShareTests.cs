using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Html.Dom;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Receive;

namespace SkillsPassport.Services.Tests.Wallet.Share;

public sealed class ShareTests : IAsyncLifetime
{
    private Scheme _scheme = null!;
    private PeerIssuer _issuer = null!;

    public static TheoryData<string> Engines => TestDatabase.Engines;

    public async Task InitializeAsync()
    {
        _scheme = await Scheme.StartAsync();
        _issuer = PeerIssuer.Of(_scheme);
    }

    public async Task DisposeAsync() => await _scheme.DisposeAsync();

    [Theory, MemberData(nameof(Engines))]
    public async Task A_share_is_a_presentation_for_one_link_and_ends_when_the_worker_says(string engine)
    {
        await using var wallet = await RunningWallet.StartAsync(_scheme, engine);
        using var phone = await wallet.WorkerWithCertificateAsync(_issuer);
        var link = await phone.ShareAsync();
        Assert.Matches("^http://localhost:5102/S#localhost:5103/shares/[A-Za-z0-9_-]{22}$", link);
        Assert.NotNull(phone.Page.QuerySelector(".qr svg"));
        Assert.Contains(Uri.EscapeDataString(link), phone.Page.QuerySelector("a[href*='wa.me']")!.GetAttribute("href"));
        Assert.Contains("Nobody has opened it yet", phone.Text);
        var page = phone.Path.Split('?')[0];

        using var http = new HttpClient { BaseAddress = new Uri(wallet.Url) };
        var path = "/shares/" + link[(link.LastIndexOf('/') + 1)..];
        // Looking shows nothing and counts nothing.
        var look = await http.GetFromJsonAsync<JsonElement>(path);
        Assert.Equal(["expires", "pin", "openingsLeft"], look.EnumerateObject().Select(member => member.Name));
        await phone.GoAsync(page);
        Assert.Contains("Nobody has opened it yet", phone.Text);
        var answer = await wallet.OpenAsync(link);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(json.GetProperty("expires").GetInt64() > DateTimeOffset.UtcNow.AddDays(29).ToUnixTimeSeconds());
        var text = Assert.Single(json.GetProperty("presentations").EnumerateArray()).GetString()!;
        var presentation = SdJwtPresentation.Parse(text);
        var credential = SdJwtVcCredential.Read(presentation);
        Assert.Equal(KeyBindingResult.Ok, KeyBinding.Check(
            presentation, credential.HolderKey!, link, link[(link.LastIndexOf('/') + 1)..], DateTimeOffset.UtcNow.AddDays(20)));
        Assert.Equal(KeyBindingResult.Audience, KeyBinding.Check(
            presentation, credential.HolderKey!, link + "x", link[(link.LastIndexOf('/') + 1)..], DateTimeOffset.UtcNow));
        Assert.Contains("full_name", presentation.DisclosedPaths.Keys);
        Assert.Contains("passport_last3", presentation.DisclosedPaths.Keys);
        Assert.DoesNotContain("father_name", presentation.DisclosedPaths.Keys);
        Assert.DoesNotContain("nid_last4", presentation.DisclosedPaths.Keys);

        await wallet.OpenAsync(link);
        await phone.GoAsync(page);
        Assert.Contains("Opened 2 times", phone.Text);
        await phone.GoAsync("/history");
        Assert.Contains("Link opened: Gulf Manpower", phone.Text);

        await phone.GoAsync(page);
        await phone.SubmitAsync("#stop");
        Assert.Contains("Stopped", phone.Text);
        Assert.Equal(HttpStatusCode.Gone, (await http.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await wallet.OpenAsync(link)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await wallet.OpenAsync("/shares/AAAAAAAAAAAAAAAAAAAAAA")).StatusCode);
        await phone.GoAsync(page);
        Assert.Contains("Opened 2 times", phone.Text);
        Assert.Null(phone.Page.QuerySelector("main form"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_form_sent_twice_makes_one_share(string engine)
    {
        await using var wallet = await RunningWallet.StartAsync(_scheme, engine);
        using var phone = await wallet.WorkerWithCertificateAsync(_issuer);
        await phone.GoAsync("/share/new?what=job&r=other");
        (string, string)[] filled =
        [
            .. phone.Page.QuerySelectorAll("main form[method=post] input[type=hidden]")
                .Select(one => (one.GetAttribute("name")!, one.GetAttribute("value")!)),
            ("Label", "Gulf Manpower"), ("Days", "30"), ("Pin", "493817"),
        ];
        // The answer was lost: the browser, or the worker, sends the same form again.
        await phone.PostBareAsync("/share/new", filled);
        var made = phone.Path;
        await phone.PostBareAsync("/share/new", filled);
        Assert.Equal(made, phone.Path);
        Assert.Contains("The link is ready", phone.Text);
        await phone.GoAsync("/share");
        Assert.Single(phone.Page.QuerySelectorAll("main a[href^='/share/']:not([href='/share/new'])"));
        await phone.GoAsync("/history");
        Assert.Single(phone.Page.QuerySelectorAll("main li"), line => line.TextContent.Contains("Link made", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_share_ends_by_itself_on_its_day()
    {
        await using var wallet = await RunningWallet.StartAsync(_scheme);
        using var phone = await wallet.WorkerWithCertificateAsync(_issuer);
        var link = await phone.ShareAsync(days: 1);
        wallet.Clock.Forward(TimeSpan.FromHours(25));
        Assert.Equal(HttpStatusCode.Gone, (await wallet.OpenAsync(link)).StatusCode);
    }

    [Theory]
    [InlineData("level", new string[0])]
    [InlineData("own&picked=1&f=full_name", new[] { "full_name" })]
    public async Task Nothing_is_shown_that_was_not_chosen(string what, string[] shown)
    {
        await using var wallet = await RunningWallet.StartAsync(_scheme);
        using var phone = await wallet.WorkerWithCertificateAsync(_issuer);
        var link = await phone.ShareAsync(what);
        var json = await (await wallet.OpenAsync(link)).Content.ReadFromJsonAsync<JsonElement>();
        var presentation = SdJwtPresentation.Parse(json.GetProperty("presentations")[0].GetString()!);
        Assert.Equal(shown, presentation.DisclosedPaths.Keys);
    }

    [Fact]
    public async Task What_goes_along_unasked_is_said_before_and_after()
    {
        await using var wallet = await RunningWallet.StartAsync(_scheme);
        using var phone = await wallet.WorkerWithCertificateAsync(_issuer);
        await phone.GoAsync("/share/new");
        string[] open =
            ["title", "certificate number", "result and its date", "how many skills", "validity", "issuer"];
        Assert.All(open, word => Assert.Contains(word, phone.Page.QuerySelector("main form > p")!.TextContent));
        Assert.Contains("the certificate number is", phone.Text);
        await phone.GoAsync("/share/new?what=level&r=other");
        Assert.All(open, word => Assert.Contains(word, phone.Text));
        var link = await phone.ShareAsync("level");
        Assert.All(open, word => Assert.Contains(word, phone.Text));
        var json = await (await wallet.OpenAsync(link)).Content.ReadFromJsonAsync<JsonElement>();
        var claims = SdJwtPresentation.Parse(json.GetProperty("presentations")[0].GetString()!).Process();
        Assert.All(["title", "serial_no", "outcome", "result_published_on", "units_competent"],
            name => Assert.True(claims.ContainsKey(name)));
    }

    [Fact]
    public async Task Who_chooses_no_certificate_is_told_to_choose_one()
    {
        await using var wallet = await RunningWallet.StartAsync(_scheme);
        using var phone = await wallet.WorkerWithCertificateAsync(_issuer);
        _issuer.Issue = holder => new CredentialSigner(_scheme.IssuerKey).Sign((PreparedWalletCredential)Assert.IsType<PrepareResult.Prepared>(
            Issuance.PrepareWallet(Scheme.SampleAward with { SerialNo = "NSC-CON-PLM-L2-900102" },
                new CopyTarget(_issuer.Url, _scheme.StatusUri, 9, DateTimeOffset.UtcNow), holder)).Credential);
        await phone.GoAsync(_issuer.Claim + Uri.EscapeDataString("?2"));
        await phone.SubmitAsync("main form");
        await phone.SubmitAsync("main form", ("Code", _issuer.Pin));
        await phone.GoAsync("/share/new");
        Assert.Null(phone.Page.QuerySelector("#problem, [autofocus]"));
        var boxes = phone.Page.QuerySelectorAll("input[name=c]").Cast<IHtmlInputElement>().ToList();
        Assert.Equal([true, false], boxes.Select(box => box.IsChecked));
        boxes[0].IsChecked = false;
        await phone.SubmitAsync("main form");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, phone.Status);
        Assert.Contains("Choose at least one certificate", phone.Page.QuerySelector("#problem[role=alert]")!.TextContent);
        var first = Assert.Single(phone.Page.QuerySelectorAll("[autofocus]"));
        Assert.Equal("c problem", $"{first.GetAttribute("name")} {first.GetAttribute("aria-describedby")}");
        Assert.DoesNotContain(phone.Page.QuerySelectorAll("input[name=c]"), box => ((IHtmlInputElement)box).IsChecked);

        // Once one is chosen, nothing of the problem stays in the address.
        await phone.SubmitAsync("main form", ("c", first.GetAttribute("value")!));
        Assert.Contains("What will you show?", phone.Text);
        await phone.SubmitAsync("main form");
        Assert.DoesNotContain("chosen", phone.Path);
    }

    [Fact]
    public async Task A_share_takes_a_label_an_end_and_the_pin()
    {
        await using var wallet = await RunningWallet.StartAsync(_scheme);
        using var phone = await wallet.WorkerWithCertificateAsync(_issuer);
        await phone.GoAsync("/share/new");
        Assert.Contains("What will you show?", phone.Text);
        // Each preset says exactly what goes.
        Assert.Equal(
            ["Also: Name", "Also: Name", "Nothing more. Your name is not shown, but the certificate number is.", "One by one"],
            phone.Page.QuerySelectorAll(".choice .note").Select(note => note.TextContent.Split(" · ")[0] is var text
                && text.StartsWith("Nothing", StringComparison.Ordinal) ? note.TextContent : text));
        Assert.Contains("Passport, last three characters", phone.Page.QuerySelector(".choice")!.TextContent);
        Assert.DoesNotContain("Father", phone.Page.QuerySelector(".choice")!.TextContent);
        await phone.SubmitAsync("main form");
        Assert.Contains("Whom will you show it to?", phone.Text);
        await phone.GoAsync(phone.Page.QuerySelector("a[href*='r=other']")!.GetAttribute("href")!);
        Assert.Contains("How long, and how safe?", phone.Text);
        await phone.SubmitAsync("main form", ("Pin", "493817"));
        Assert.Contains("Write who it is for", phone.Text);
        // Turned letters make a name read as another.
        await phone.SubmitAsync("main form", ("Label", "Gulf \u202erewopnaM"), ("Days", "7"), ("Pin", "493817"));
        Assert.Contains("Some characters cannot be kept", phone.Text);
        await phone.SubmitAsync("main form", ("Label", "A"), ("Days", "4000"), ("Pin", "493817"));
        Assert.Contains("Choose how long", phone.Text);
        await phone.SubmitAsync("main form", ("Label", "A"), ("Days", "7"), ("Pin", "000000"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, phone.Status);
        Assert.Contains("The PIN is wrong", phone.Text);
        Assert.Equal("A", phone.Page.QuerySelector("#Label")!.GetAttribute("value"));
        await phone.GoAsync("/share");
        Assert.Contains("You have not shown anything yet", phone.Text);
    }

    [Fact]
    public async Task The_verifier_finds_the_share_in_order()
    {
        await using var wallet = await RunningWallet.StartAsync(_scheme);
        using var phone = await wallet.WorkerWithCertificateAsync(_issuer);
        var link = await phone.ShareAsync();
        var id = link[(link.LastIndexOf('/') + 1)..];
        var json = await (await wallet.OpenAsync(link)).Content.ReadFromJsonAsync<JsonElement>();
        await using var verifier = await RunningVerifier.StartAsync(_scheme);
        var report = await verifier.VerifyAsync(json.GetProperty("presentations")[0].GetString()!, link, id);
        Assert.Equal("valid", report.GetProperty("state").GetString());
        Assert.Equal("yes", report.GetProperty("answers").GetProperty("person").GetProperty("answer").GetString());
    }
}
