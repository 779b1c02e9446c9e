using SkillsPassport.AllInOne.Demo;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Journeys.Tests.Browser;

namespace SkillsPassport.Journeys.Tests.WholeStory;

/// <summary>One batch, from the assessor's sheet to the recruiter's screen, in a real browser at a phone's and a desk's width.</summary>
public sealed class WholeStoryTests(RunningPassport passport, Chromium chromium)
    : IClassFixture<RunningPassport>, IClassFixture<Chromium>
{
    private const string Genuine = "This certificate is genuine";
    private const string WorkersPin = "271828";
    private readonly SortedSet<string> _wrong = new(StringComparer.Ordinal);

    [Theory]
    [InlineData(360, "nsqf-rplc-demo-01.csv", "+8801300000001")]
    [InlineData(1280, "nsqf-rplc-demo-03.csv", "+8801300000003")]
    public async Task Issue_claim_share_verify_revoke_verify_again_replace(int width, string sheetFile, string phone)
    {
        await using var assessor = await SignInAsync(Officers.Assessor, width);
        await using var officer = await SignInAsync(Officers.First, width);
        await using var second = await SignInAsync(Officers.Second, width);

        // Issue.
        var sheet = await SendAsync(assessor, sheetFile);
        await ApproveAsync(officer, sheet);
        await ApproveAsync(second, sheet);
        var serials = await IssuedAsync(officer, sheet);
        Assert.True(serials.Count >= 2);
        var (first, other) = (serials[0], serials[1]);
        var qrText = await PaperAsync(officer, first);
        var otherQrText = await PaperAsync(officer, other);

        // Claim.
        var (offer, pin) = await ClaimSlipAsync(officer, first);
        await using var worker = await PersonAsync(passport.Places.Wallet, width);
        await ClaimAsync(worker, offer, pin, phone);

        // Share.
        var link = await ShareAsync(worker);
        await using var recruiter = await PersonAsync(passport.Places.Verifier, width);
        await recruiter.OpenAsync(link);
        await recruiter.SeesAsync(Genuine);
        await recruiter.PictureAsync($"share-{width}");
        await worker.OpenAsync("/share");
        await worker.OpenAsync("/history");

        // Verify.
        await using var employer = await PersonAsync(passport.Places.Verifier, width);
        await employer.OpenAsync("/");
        await employer.OpenAsync("/how-to-know");
        await employer.OpenAsync(qrText);
        await employer.SeesAsync(Genuine);
        await employer.PictureAsync($"checker-{width}");

        // Revoke, verify again: the paper and the share say so.
        await ChangeAsync(officer, first, "revoke", "Investigation of the assessment session found impersonation.");
        await employer.SoonSeesAsync("REVOKED");
        await recruiter.SoonSeesAsync("REVOKED");

        // Replace: the old paper says so, the new one counts.
        var replacement = await ReplaceAsync(officer, second, other);
        await employer.OpenAsync("/");
        await employer.OpenAsync(otherQrText);
        await employer.SoonSeesAsync("REPLACED");
        var newQrText = await PaperAsync(officer, replacement);
        await employer.OpenAsync("/");
        await employer.OpenAsync(newQrText);
        await employer.SeesAsync(Genuine);

        await officer.OpenAsync("/audit");
        await officer.OpenAsync("/certificates");
        Assert.True(_wrong.Count == 0, string.Join(Environment.NewLine, _wrong));
    }

    private async Task<Person> PersonAsync(Uri home, int width) =>
        new(await chromium.NewPageAsync("en", width), home, _wrong);

    private async Task<Person> SignInAsync(DemoSignIn who, int width)
    {
        var person = await PersonAsync(passport.Places.Issuer, width);
        await person.OpenAsync("/sign-in?lang=en");
        await person.FillAsync("#UserName", who.User);
        await person.FillAsync("#Password", who.Secret);
        await person.PressAsync("main form button");
        Assert.NotEqual("/sign-in", person.Path);
        return person;
    }

    private static async Task<string> SendAsync(Person assessor, string file)
    {
        await assessor.OpenAsync("/sheets");
        await assessor.OpenAsync("/sheets/new");
        await assessor.Page.SetInputFilesAsync("#file", Path.Combine(NodeRun.Repository, "samples", file));
        await assessor.PressAsync("form:has(#file) button");
        Assert.StartsWith("/sheets/", assessor.Path, StringComparison.Ordinal);
        Assert.NotEqual("/sheets/new", assessor.Path);
        return assessor.Path;
    }

    private static async Task ApproveAsync(Person officer, string sheet)
    {
        await officer.OpenAsync(sheet);
        await officer.Page.CheckAsync("form:has(input[name=digest]) input[type=checkbox]");
        await officer.PressAsync("form:has(input[name=digest]) button");
    }

    private static async Task<IReadOnlyList<string>> IssuedAsync(Person officer, string sheet)
    {
        await officer.OpenAsync(sheet);
        await officer.Page.WaitForSelectorAsync("a[href$='/certificates.pdf']", new() { Timeout = 60_000 });
        await officer.ReloadAsync();
        var batch = await officer.DownloadAsync(await officer.LinkAsync("a[href$='/certificates.pdf']"));
        Assert.True(PdfAttachment.IsPdf(batch));
        return [.. (await officer.Page.Locator("table a.mono[href^='/certificates/']").AllTextContentsAsync())
            .Select(serial => serial.Trim())];
    }

    /// <summary>Opens a certificate's page and its PDF; the text of the QR, which holds the bytes that are attached.</summary>
    private static async Task<string> PaperAsync(Person officer, string serial)
    {
        await officer.OpenAsync($"/certificates/{serial}");
        var qrText = await officer.LinkAsync("#check");
        var pdf = await officer.DownloadAsync($"/certificates/{serial}/certificate.pdf");
        Assert.True(PaperQr.TryRead(qrText, out var signed));
        Assert.Equal(signed, PdfAttachment.TryRead(pdf));
        return qrText;
    }

    private static async Task<(string Offer, string Pin)> ClaimSlipAsync(Person officer, string serial)
    {
        await officer.OpenAsync($"/certificates/{serial}/claim-slip");
        if (await officer.Page.Locator("#reason").CountAsync() > 0)
        {
            await officer.FillAsync("#reason", "The first slip was lost.");
        }
        await officer.PressAsync("main form[method=post] button");
        var offer = await officer.LinkAsync("a[href^='openid-credential-offer://']");
        Assert.True(PdfAttachment.IsPdf(await officer.DownloadAsync($"/certificates/{serial}/claim-slip.pdf")));
        await officer.OpenAsync("/outbox");
        var pin = await officer.Page.Locator($"[data-serial='{serial}'] [data-pin]").First.GetAttributeAsync("data-pin");
        return (offer, pin!);
    }

    private static async Task ClaimAsync(Person worker, string offer, string pin, string phone)
    {
        await worker.OpenAsync("/receive" + offer[offer.IndexOf('?', StringComparison.Ordinal)..]);
        await worker.PressAsync("main a[href^='/sign-up']");
        await worker.FillAsync("#Phone", phone);
        await worker.FillAsync("#Pin", WorkersPin);
        await worker.FillAsync("#PinAgain", WorkersPin);
        await worker.Page.CheckAsync("input[name=Consent]");
        await worker.PressAsync("form:has(#PinAgain) button");
        await worker.EnterPhoneCodeAsync(phone);
        await worker.PressAsync("main form[method=post] button");
        await worker.FillAsync("#Code", pin);
        await worker.PressAsync("form:has(#Code) button");
        Assert.Equal(0, await worker.Page.Locator("#problem").CountAsync());
        await worker.OpenAsync("/passport");
        await worker.PictureAsync($"passport-{worker.Page.ViewportSize!.Width}");
    }

    private static async Task<string> ShareAsync(Person worker)
    {
        await worker.OpenAsync("/passport");
        await worker.PressAsync("main ul a[href^='/certificate/']");
        await worker.PressAsync("main a[href^='/share/new']");
        while (await worker.Page.Locator("#Label").CountAsync() == 0)
        {
            // Whom: an agency is looked for in the register; whoever is not there is written by hand.
            await worker.PressAsync(await worker.Page.Locator("form[role=search]").CountAsync() > 0
                ? "main a[href*='r=other']" : "main form button:not([type=button])");
        }
        await worker.FillAsync("#Label", "Padma Demo Overseas Ltd, RL-9001");
        await worker.FillAsync("#Pin", WorkersPin);
        await worker.PressAsync("form:has(#Label) button");
        return await worker.Page.InputValueAsync("#link");
    }

    private static async Task ChangeAsync(Person officer, string serial, string act, string reason)
    {
        await officer.OpenAsync($"/certificates/{serial}/{act}");
        await officer.FillAsync("#reason", reason);
        await officer.PressAsync("form:has(#reason) button");
    }

    private static async Task<string> ReplaceAsync(Person officer, Person second, string serial)
    {
        await officer.OpenAsync($"/certificates/{serial}/replace");
        var name = await officer.Page.InputValueAsync("[name='cells[name_en]']");
        await officer.FillAsync("[name='cells[name_en]']", name + " KHAN");
        await officer.FillAsync("#reason", "The name was written without its last part.");
        await officer.PressAsync("form:has(#reason) button");
        var sheet = officer.Path;
        await ApproveAsync(second, sheet);
        return (await IssuedAsync(officer, sheet)).Single(one => one != serial);
    }
}
