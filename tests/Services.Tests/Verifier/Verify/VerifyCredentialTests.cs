using System.Text.Json;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Issuer.Certificates;
using SkillsPassport.Services.Tests.Issuer.Certificates;

namespace SkillsPassport.Services.Tests.Verifier.Verify;

public sealed class VerifyCredentialTests : VerifierTests
{
    private const string Audience = "https://employer.example";
    private const string Nonce = "nonce-1234567890123456";

    [Fact]
    public async Task A_sound_paper_certificate_is_valid_and_asks_to_compare_the_person()
    {
        var report = await Verifier.VerifyAsync(Scheme.Paper());
        Assert.Equal("valid", report.State());
        Assert.Equal("paper-cwt", report.GetProperty("format").GetString());
        Assert.Equal(("yes", "yes", "yes", "please_check"),
            (report.Answer("genuine"), report.Answer("accredited"), report.Answer("valid"), report.Answer("person")));
        Assert.Equal("MD RAFIQUL ISLAM", report.GetProperty("content").GetProperty("name_en").GetString());
        Assert.Equal(Scheme.Issuer.Url, report.GetProperty("issuer").GetProperty("id").GetString());
    }

    [Fact]
    public async Task The_text_of_a_QR_code_is_read_as_a_link_in_lower_case_and_with_white_space_around_it()
    {
        var text = PaperQr.ToText(new Uri("https://any.example"), Scheme.Paper());
        Assert.Equal("valid", (await Verifier.VerifyAsync(text)).State());
        Assert.Equal("valid", (await Verifier.VerifyAsync($"  {text.ToLowerInvariant()}\r\n")).State());
    }

    [Fact]
    public async Task A_presentation_for_the_expected_audience_and_nonce_belongs_to_its_holder()
    {
        var report = await Verifier.VerifyAsync(Scheme.Presentation(Audience, Nonce), Audience, Nonce);
        Assert.Equal(("valid", "yes"), (report.State(), report.Answer("person")));
    }

    [Fact]
    public async Task Without_the_expected_audience_and_nonce_the_person_could_not_be_checked()
    {
        var report = await Verifier.VerifyAsync(Scheme.Presentation(Audience, Nonce));
        Assert.Equal(("could_not_check", "kb_not_expected"), (report.Answer("person"), report.Reason("person")));
    }

    [Fact]
    public async Task A_presentation_made_for_somebody_else_or_another_occasion_is_refused()
    {
        var presentation = Scheme.Presentation(Audience, Nonce);
        var report = await Verifier.VerifyAsync(presentation, "https://other.example", Nonce);
        Assert.Equal(("no", "kb_audience"), (report.Answer("person"), report.Reason("person")));
        report = await Verifier.VerifyAsync(presentation, Audience, "another-nonce-123456789");
        Assert.Equal(("no", "kb_nonce"), (report.Answer("person"), report.Reason("person")));
    }

    [Fact]
    public async Task An_SD_JWT_without_key_binding_is_genuine_but_nobodys()
    {
        var report = await Verifier.VerifyAsync(Scheme.SdJwt());
        Assert.Equal(("yes", "yes", "yes"), (report.Answer("genuine"), report.Answer("accredited"), report.Answer("valid")));
        Assert.Equal(("could_not_check", "kb_missing"), (report.Answer("person"), report.Reason("person")));
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("")]
    [InlineData("https://verify.example/C#NOT-BASE32!")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.~")]
    public async Task A_credential_that_cannot_be_read_is_a_report_not_an_error(string credential)
    {
        var report = await Verifier.VerifyAsync(credential);
        Assert.Equal(("not_genuine", "no"), (report.State(), report.Answer("genuine")));
        Assert.Equal(JsonValueKind.Null, report.GetProperty("content").ValueKind);
    }

    [Fact]
    public async Task A_changed_certificate_is_not_genuine()
    {
        var paper = Scheme.Paper();
        paper[^1] ^= 1;
        var report = await Verifier.VerifyAsync(paper);
        Assert.Equal(("not_genuine", "Failed signature_invalid"), (report.State(), report.Check("signature")));
        Assert.Equal(JsonValueKind.Null, report.GetProperty("content").ValueKind);
    }

    [Fact]
    public async Task A_certificate_of_an_issuer_that_is_not_on_the_list_is_not_accredited()
    {
        var report = await Verifier.VerifyAsync(
            Scheme.Paper(issuer: "https://fake.example", statusUri: "https://fake.example/status/1.cwt"));
        Assert.Equal(("could_not_check", "no"), (report.Answer("genuine"), report.Answer("accredited")));
        Assert.Equal("not_accredited", report.State());
    }

    [Fact]
    public async Task One_of_our_PDFs_is_judged_by_the_signed_data_attached_to_it()
    {
        var model = CertificateSamples.Model(CertificateSamples.All.First()) with { Cwt = Scheme.Paper() };
        var report = await Verifier.VerifyAsync(new ByteArrayContent(Certificate.ToPdf(model)), "application/pdf");
        Assert.Equal(("valid", "paper-cwt"), (report.State(), report.GetProperty("format").GetString()));
        // What is printed on the page does not count: the sample is somebody else's.
        Assert.Equal("MD RAFIQUL ISLAM", report.GetProperty("content").GetProperty("name_en").GetString());
    }

    [Theory]
    [InlineData("%PDF-1.7\nno attachment here")]
    [InlineData("not a PDF at all")]
    public async Task A_PDF_without_a_certificate_in_it_is_a_report_not_an_error(string file)
    {
        var report = await Verifier.VerifyAsync(new StringContent(file), "application/pdf");
        Assert.Equal(("not_genuine", "Failed format_unreadable"), (report.State(), report.Check("format")));
    }

    [Fact]
    public async Task The_answer_is_not_kept_by_anybody_and_carries_the_strict_headers()
    {
        using var content = new StringContent("{\"credential\":\"x\"}", null, "application/json");
        using var answer = await Verifier.Http.PostAsync("/api/verify", content);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
    }
}
