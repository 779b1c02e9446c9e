using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Counter;
using SkillsPassport.Services.Tests.Wallet.Receive;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Services.Tests.Wallet.Passport;

/// <summary>The paper form in the passport: asked for with the holder key, believed only when it proves itself.</summary>
public sealed class PaperTests : WalletTests
{
    [Fact]
    public async Task Picture_QR_and_PDF_come_from_the_issuer_who_learns_nothing_but_the_number()
    {
        var issuer = WithPaper(Scheme, out var asked);
        var cwt = Scheme.Paper();
        issuer.Paper = presentation => Ask(asked, presentation, PeerIssuer.PdfOf(cwt));
        using var phone = await Wallet.WorkerWithCertificateAsync(issuer);
        var certificate = phone.Path.Split('?')[0];
        foreach (var way in new[] { "/paper", "/qr", "/paper?handler=pdf" })
        {
            Assert.NotNull(phone.Page.QuerySelector($".tiles a[href='{certificate}{way}']"));
        }

        await phone.GoAsync(certificate + "/qr");
        Assert.NotNull(phone.Page.QuerySelector("svg[role=img][aria-label='QR of the certificate'] path"));
        await phone.GoAsync(certificate + "/paper");
        Assert.Contains("National Skills Certificate", phone.Text);
        Assert.Contains("NSC-CON-PLM-L2-900101", phone.Text);
        Assert.NotNull(phone.Page.QuerySelector(".paper svg[role=img]"));
        Assert.Single(asked);
        var shown = SdJwtPresentation.Parse(asked[0]);
        Assert.Empty(shown.Disclosures);
        var holder = SdJwtVcCredential.Read(shown).HolderKey!;
        var binding = shown.KeyBindingJwt!.PayloadObject();
        Assert.Equal(issuer.Url, binding.GetProperty("aud").GetString());
        Assert.Equal(KeyBindingResult.Ok, KeyBinding.Check(
            shown, holder, issuer.Url, binding.GetProperty("nonce").GetString()!, DateTimeOffset.UtcNow));

        await phone.GoAsync(certificate + "/paper?handler=pdf");
        Assert.Equal("application/pdf", phone.Answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("NSC-CON-PLM-L2-900101.pdf", phone.Answer.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal(cwt, PdfAttachment.TryRead(phone.Body));

        // Once had, the QR does not need the issuer any more; the PDF does, and says so.
        issuer.Paper = _ => null;
        await phone.GoAsync(certificate + "/paper");
        Assert.NotNull(phone.Page.QuerySelector(".paper svg[role=img]"));
        await phone.GoAsync(certificate + "/paper?handler=pdf");
        Assert.Contains("The PDF could not be had now", phone.Text);
        var stolen = Wallet.Database.Stolen(known: $"{Guid.Parse(certificate.Split('/')[^1])}".ToUpperInvariant());
        Assert.True(stolen.AsSpan().IndexOf(cwt.AsSpan(20, 60)) < 0, "the paper lies open in the database");
    }

    [Theory]
    [InlineData("another number")]
    [InlineData("another key")]
    [InlineData("another issuer")]
    [InlineData("no attachment")]
    [InlineData("no PDF")]
    [InlineData("another host")]
    public async Task A_paper_that_does_not_prove_itself_is_not_shown(string what)
    {
        var issuer = WithPaper(Scheme, out var asked);
        var cwt = what switch
        {
            "another number" => Scheme.Paper(change: award => award with { SerialNo = "NSC-CON-PLM-L2-900199" }),
            "another key" => Scheme.Paper(key: Scheme.NewKey()),
            "another issuer" => Scheme.Paper(
                issuer: "https://elsewhere.example", statusUri: "https://elsewhere.example/status/1.cwt"),
            _ => Scheme.Paper(),
        };
        var given = what switch
        {
            "no attachment" => "%PDF-1.5\n%%EOF"u8.ToArray(), "no PDF" => cwt, _ => PeerIssuer.PdfOf(cwt),
        };
        issuer.Paper = presentation => Ask(asked, presentation, given);
        using var phone = await Wallet.WorkerWithCertificateAsync(issuer);
        if (what == "another host")
        {
            issuer.Metadata["nonce_endpoint"] = Scheme.Wallet.Url + "/nonce";
        }

        var certificate = phone.Path.Split('?')[0];
        await phone.GoAsync(certificate + "/qr");
        Assert.Contains("The QR could not be had now", phone.Text);
        Assert.Null(phone.Page.QuerySelector("svg[role=img]"));
        await phone.GoAsync(certificate + "/paper?handler=pdf");
        Assert.Contains("The PDF could not be had now", phone.Text);
        Assert.Equal(what == "another host" ? 0 : 3, asked.Count);
        Assert.Equal(0, Scheme.Wallet.Hits("/nonce"));
    }

    [Fact]
    public async Task A_helper_prints_the_card_only_with_the_workers_PIN_and_it_bears_no_identity_number()
    {
        var issuer = WithPaper(Scheme, out var asked);
        issuer.Paper = presentation => Ask(asked, presentation, PeerIssuer.PdfOf(Scheme.Paper()));
        using var worker = await Wallet.WorkerWithCertificateAsync(issuer);
        using var desk = await Wallet.StaffAsync("rahima");
        await desk.HelpAsync();
        await desk.GoAsync("/card");
        Assert.DoesNotContain("RAFIQUL", desk.Text);
        await desk.SubmitAsync("main form", ("Pin", "111222"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, desk.Status);
        Assert.DoesNotContain("RAFIQUL", desk.Text);
        await desk.SubmitAsync("main form", ("Pin", "493817"));
        var card = Assert.Single(desk.Page.QuerySelectorAll(".fold"));
        Assert.Contains("MD RAFIQUL ISLAM", card.TextContent);
        Assert.Contains("NSC-CON-PLM-L2-900101", card.TextContent);
        Assert.Contains("16135", card.TextContent);
        Assert.NotNull(card.QuerySelector("svg[role=img]"));
        Hidden.In(desk.Page.DocumentElement.OuterHtml, "4821");
        Assert.False(desk.Answer.Headers.Contains("Kept-Page"));
        await desk.GoAsync("/card");
        Assert.DoesNotContain("RAFIQUL", desk.Text);
        await worker.GoAsync("/history");
        Assert.Matches("The paper card was opened: [^:]*Officer rahima, Dhaka TTC", worker.Text);
        await worker.GoAsync("/card");
        Assert.Single(worker.Page.QuerySelectorAll(".fold"));
    }

    [Fact]
    public async Task Only_the_own_phone_may_keep_pages_and_signing_out_clears_what_it_kept()
    {
        using var own = await Wallet.WorkerWithCertificateAsync(PeerIssuer.Of(Scheme));
        var certificate = own.Path.Split('?')[0];
        string[] pages = ["/passport", certificate, certificate + "/paper", certificate + "/qr", "/card", "/help"];
        var keepers = new HashSet<string>();
        foreach (var page in pages)
        {
            await own.GoAsync(page);
            keepers.Add(Assert.Single(own.Answer.Headers.GetValues("Kept-Page")));
        }

        Assert.Single(keepers);
        foreach (var page in new[] { "/share", "/history", "/account", "/offline", "/declared" })
        {
            await own.GoAsync(page);
            Assert.False(own.Answer.Headers.Contains("Kept-Page"), page);
        }

        using var other = await Wallet.WorkerAsync("01812345678", "862044");
        Assert.DoesNotContain(Assert.Single(other.Answer.Headers.GetValues("Kept-Page")), keepers);
        using var borrowed = Wallet.NewPhone();
        await borrowed.GoAsync("/sign-in");
        await borrowed.SubmitAsync("#pin-form", ("Phone", "01712345678"), ("Pin", "493817"), ("Borrowed", "true"));
        Assert.Equal("/passport", borrowed.Path);
        Assert.False(borrowed.Answer.Headers.Contains("Kept-Page"));
        Assert.Equal("", borrowed.Page.Body!.GetAttribute("data-keeper") ?? "");

        using var bare = new HttpClient(new HttpClientHandler { CookieContainer = own.Cookies, AllowAutoRedirect = false });
        var token = own.Page.QuerySelector("header form input")!.GetAttribute("value")!;
        var left = await bare.PostAsync(Wallet.Url + "/sign-out", new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)]));
        Assert.Equal("\"storage\"", Assert.Single(left.Headers.GetValues("Clear-Site-Data")));
        // A service worker that forgets by itself is not ended by the answer it is waiting for.
        using var worker = new HttpClient(new HttpClientHandler { CookieContainer = other.Cookies, AllowAutoRedirect = false });
        worker.DefaultRequestHeaders.Add("Kept-Forgets", "1");
        var form = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken",
            other.Page.QuerySelector("header form input")!.GetAttribute("value")!)]);
        var forgot = await worker.PostAsync(Wallet.Url + "/sign-out", form);
        Assert.Equal("/", forgot.Headers.Location?.OriginalString);
        Assert.False(forgot.Headers.Contains("Clear-Site-Data"));
    }

    private static PeerIssuer WithPaper(Scheme scheme, out List<string> asked)
    {
        asked = [];
        var issuer = PeerIssuer.Of(scheme);
        return issuer;
    }

    private static byte[] Ask(List<string> asked, string presentation, byte[] pdf)
    {
        asked.Add(presentation);
        return pdf;
    }
}
