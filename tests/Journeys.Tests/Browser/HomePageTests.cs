using System.Diagnostics;
using Microsoft.Playwright;
using QRCoder;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Issuer.Certificates;
using SkillsPassport.Services.Tests.Verifier;

namespace SkillsPassport.Journeys.Tests.Browser;

/// <summary>The first page: pictures and PDFs are read on the device, codes are looked up, other symbols are not opened.</summary>
[Collection(EmployerChoices.Name)]
public sealed class HomePageTests(EmployerScheme employer)
{
    [Theory]
    [InlineData("en", 320)]
    [InlineData("bn", 360)]
    [InlineData("ar", 1280)]
    public async Task It_is_sound_in_every_language(string language, int width)
    {
        await using var watched = await employer.Chromium.NewPageAsync(language, width);
        foreach (var path in new[] { "/", "/how-to-know", "/code", "/no-such-page", "/C", "/S", "/offline" })
        {
            await watched.Page.GotoAsync(employer.Url + path, new() { WaitUntil = WaitUntilState.NetworkIdle });
            await watched.AssertSoundAsync(refused: "/no-such-page");
            await watched.PictureAsync($"page{path.Replace('/', '-')}-{language}-{width}");
        }
    }

    [Fact]
    public async Task Only_the_first_page_may_use_the_camera_and_webassembly()
    {
        foreach (var path in new[] { "/", "/C", "/S", "/code", "/how-to-know" })
        {
            using var answer = await employer.Verifier.Http.GetAsync(path);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            var permissions = answer.Headers.GetValues("Permissions-Policy").Single();
            Assert.Equal(path == "/", policy.Contains("wasm-unsafe-eval", StringComparison.Ordinal));
            Assert.Equal(path == "/", permissions.Contains("camera=(self)", StringComparison.Ordinal));
            Assert.DoesNotContain("unsafe-inline", policy);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }
    }

    [Fact]
    public async Task A_picture_of_the_symbol_is_read_on_the_device()
    {
        await using var watched = await OpenAsync();
        await UploadAsync(watched, "qr.png", "image/png", Symbol(employer.Link("valid")));
        await ExpectVerdictAsync(watched, "This certificate is genuine");
        Assert.DoesNotContain(watched.Requests, request => request.Method != "GET");
        Assert.All(watched.Requests, request => Assert.StartsWith(employer.Url, request.Url));
    }

    [Fact]
    public async Task A_certificate_pdf_is_read_by_its_attachment_and_a_picture_of_its_page_by_its_symbol()
    {
        var folder = Directory.CreateTempSubdirectory("sp-pdf-").FullName;
        var pdf = Path.Combine(folder, "certificate.pdf");
        await File.WriteAllBytesAsync(pdf, CertificatePdf());

        await using var watched = await OpenAsync();
        await watched.Page.SetInputFilesAsync("#file", pdf);
        await ExpectVerdictAsync(watched, "This certificate is genuine");
        Assert.DoesNotContain(watched.Requests, request => request.Url.EndsWith(".wasm", StringComparison.Ordinal));

        foreach (var (resolution, format) in new[] { ("110", "-jpeg"), ("200", "-png") })
        {
            using var poppler = Process.Start("pdftoppm",
                ["-r", resolution, format, "-singlefile", pdf, Path.Combine(folder, "page" + resolution)])!;
            await poppler.WaitForExitAsync();
            var picture = Directory.GetFiles(folder, $"page{resolution}.*").Single();
            await watched.Page.GotoAsync(employer.Url + "/");
            await watched.Page.SetInputFilesAsync("#file", picture);
            await ExpectVerdictAsync(watched, "This certificate is genuine");
        }

        Assert.DoesNotContain(watched.Requests, request => request.Method != "GET");
        Assert.Empty(watched.Errors);
    }

    [Fact]
    public async Task What_cannot_be_read_says_what_to_do()
    {
        await using var watched = await OpenAsync();
        var blank = new PngByteQRCode(QRCodeGenerator.GenerateQrCode("x", QRCodeGenerator.ECCLevel.L)).GetGraphic(8, [255, 255, 255], [255, 255, 255]);
        foreach (var (name, type, bytes, says) in new (string, string, byte[], string)[]
        {
            ("blank.png", "image/png", blank, "No QR code was found"),
            ("text.png", "image/png", "not a picture"u8.ToArray(), "cannot be opened as a picture"),
            ("scan.pdf", "application/pdf", "%PDF-1.4\n%%EOF"u8.ToArray(), "no signed data"),
            ("menu.png", "image/png", Symbol("https://restaurant.example/menu"), "not from a skills certificate"),
            ("slip.png", "image/png", Symbol("openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fissuer.example%2Foffers%2F1"), "claim slip"),
        })
        {
            await UploadAsync(watched, name, type, bytes);
            await Assertions.Expect(watched.Page.Locator("[data-message]")).ToContainTextAsync(says);
        }

        await watched.AssertSoundAsync();
        await watched.PictureAsync("home-claim-slip-en-360");
        Assert.Equal(employer.Url + "/", watched.Page.Url);
    }

    [Fact]
    public async Task A_picture_can_be_pasted_and_the_reader_is_loaded_only_then()
    {
        await using var watched = await OpenAsync();
        Assert.DoesNotContain(watched.Requests, request => request.Url.Contains("zxing", StringComparison.Ordinal));
        await watched.Page.EvaluateAsync("""
            base64 => {
              const bytes = Uint8Array.from(atob(base64), one => one.charCodeAt(0));
              const clipboardData = new DataTransfer();
              clipboardData.items.add(new File([bytes], 'shot.png', { type: 'image/png' }));
              window.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
            }
            """, Convert.ToBase64String(Symbol(employer.Link("revoked"))));
        await ExpectVerdictAsync(watched, "REVOKED");
        Assert.Contains(watched.Requests, request => request.Url.EndsWith(".wasm", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_camera_opens_and_closes()
    {
        await using var watched = await OpenAsync();
        await watched.Page.ClickAsync("[data-scan]");
        await Assertions.Expect(watched.Page.Locator("video")).ToBeVisibleAsync();
        await watched.AssertSoundAsync();
        await watched.Page.ClickAsync("[data-stop]");
        await Assertions.Expect(watched.Page.Locator("video")).ToBeHiddenAsync();
        await watched.Page.UntilAsync("document.querySelector('video').srcObject === null");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_typed_code_is_looked_up_with_and_without_script(bool javaScript)
    {
        var code = CertificateCode.Display("0123456789" + CheckOf("0123456789"));
        employer.Scheme.Issuer.On("/lookup", async context =>
        {
            context.Response.ContentType = "application/cwt";
            await context.Response.Body.WriteAsync(employer.Scheme.Paper(30));
        });
        await using var watched = await employer.Chromium.NewPageAsync(javaScript: javaScript);
        await watched.Page.GotoAsync(employer.Url + "/");
        await watched.Page.FillAsync("#code", code.ToLowerInvariant());
        await watched.Page.ClickAsync("[data-code] button");
        await ExpectVerdictAsync(watched, "This certificate is genuine");
        Assert.Contains("MD RAFIQUL ISLAM", await watched.Page.InnerTextAsync("body"));
        Assert.Equal(javaScript, watched.Page.Url.Contains("/C#", StringComparison.Ordinal));
        await watched.PictureAsync($"code-{(javaScript ? "script" : "noscript")}-en-360");

        await watched.Page.GotoAsync(employer.Url + "/");
        await watched.Page.FillAsync("#code", code[..^1] + (code[^1] == '0' ? '1' : '0'));
        await watched.Page.ClickAsync("[data-code] button");
        await Assertions.Expect(watched.Page.Locator(".say.unknown:visible").First).ToContainTextAsync("at least one character is wrong");
        employer.Scheme.Issuer.Off("/lookup");
    }

    private static string CheckOf(string ten)
    {
        const string alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        foreach (var first in alphabet)
        {
            foreach (var second in alphabet)
            {
                if (CertificateCode.TryParse($"{ten}{first}{second}", out _))
                {
                    return $"{first}{second}";
                }
            }
        }

        throw new InvalidOperationException("No check characters fit.");
    }

    private async Task<WatchedPage> OpenAsync()
    {
        var watched = await employer.Chromium.NewPageAsync();
        await watched.Page.GotoAsync(employer.Url + "/", new() { WaitUntil = WaitUntilState.NetworkIdle });
        return watched;
    }

    private static Task UploadAsync(WatchedPage watched, string name, string type, byte[] bytes) =>
        watched.Page.SetInputFilesAsync("#file", new FilePayload { Name = name, MimeType = type, Buffer = bytes });

    private static Task ExpectVerdictAsync(WatchedPage watched, string title) =>
        Assertions.Expect(watched.Page.Locator(".verdict h1:visible")).ToHaveTextAsync(title, new() { Timeout = 20_000 });

    internal static byte[] Symbol(string text)
    {
        using var symbol = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        return new PngByteQRCode(symbol).GetGraphic(3);
    }

    private byte[] CertificatePdf() => Certificate.ToPdf(Model(employer.Scheme.Paper(31)));

    /// <summary>The sample award as it is printed, with this certificate in its code.</summary>
    internal static CertificateModel Model(byte[] cwt)
    {
        var award = Scheme.SampleAward;
        var occupation = FrameworkData.FindOccupation(award.OccupationCode)!;
        return new CertificateModel
        {
            Issuer = new CertificateIssuer { Demo = true }, IsStatement = false, NameEn = award.FullName, NameBn = award.NameBn,
            FatherName = award.FatherName, MotherName = award.MotherName, BirthYear = award.BirthDate.Year,
            NidLast4 = award.NidLast4, PassportLast3 = award.PassportLast3, Occupation = new(occupation.TitleEn, occupation.TitleBn),
            Level = new("Level 2", "স্তর ২"), Framework = new("NSQF (BNQF Level 1-6)", "এনএসকিউএফ (বিএনকিউএফ ১-৬)"),
            Units = [.. occupation.Units.Select(unit => new CertificateUnit(unit.TitleEn))], UnitsTotal = occupation.Units.Count,
            Pathway = award.Pathway, CentreCode = award.CentreCode, CentreName = award.CentreName, SerialNo = award.SerialNo,
            RegistrationNo = award.RegistrationNo, AssessedOn = award.AssessedOn, ResultPublishedOn = award.ResultPublishedOn,
            ValidUntil = award.ValidUntil, QrText = PaperQr.ToText(new Uri("https://verify.passport.example.gov.bd"), cwt),
            CertificateCode = "0123-4567-89AB", Cwt = cwt, IssuedAt = DateTimeOffset.UtcNow,
        };
    }
}
