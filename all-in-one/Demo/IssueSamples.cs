using SkillsPassport.AllInOne.Start;

namespace SkillsPassport.AllInOne.Demo;

/// <summary>Sends in the sample sheets, has them approved by two officers, and fetches what was issued.</summary>
public static class IssueSamples
{
    /// <summary>The certificates of all sheets, without offers yet.</summary>
    public static async Task<IReadOnlyList<DemoCertificate>> IssueAsync(Places places, TextWriter says)
    {
        using var assessor = await Officers.SignInAsync(places, Officers.Assessor);
        using var first = await Officers.SignInAsync(places, Officers.First);
        using var second = await Officers.SignInAsync(places, Officers.Second);
        var certificates = new List<DemoCertificate>();
        foreach (var sheet in Directory.GetFiles(SamplesFolder(), "*.csv").Order(StringComparer.Ordinal)
            .Where(file => !Path.GetFileName(file).StartsWith("bad-", StringComparison.Ordinal)))
        {
            var path = await SendAsync(assessor, sheet);
            await ApproveAsync(first, path);
            await ApproveAsync(second, path);
            var issued = await WaitUntilIssuedAsync(assessor, path);
            foreach (var serial in issued)
            {
                certificates.Add(await FetchAsync(places, first, serial));
            }

            await says.WriteLineAsync($"  {Path.GetFileName(sheet)}: {issued.Count} issued");
        }

        return certificates;
    }

    /// <summary>A claim slip for each certificate: its offer from the slip's page, its PIN from the message
    /// outbox.</summary>
    public static async Task<IReadOnlyList<DemoCertificate>> WithOffersAsync(Places places,
        IReadOnlyList<DemoCertificate> certificates)
    {
        using var officer = await Officers.SignInAsync(places, Officers.First);
        var withOffers = new List<DemoCertificate>();
        foreach (var certificate in certificates)
        {
            var (offerUri, pin) = await ClaimSlips.MakeAsync(officer, certificate.Serial);
            withOffers.Add(certificate with { OfferUri = offerUri, Pin = pin });
        }

        return withOffers;
    }

    /// <summary>Reads a certificate's page and saves its PDF.</summary>
    public static async Task<DemoCertificate> FetchAsync(Places places, PageVisitor officer, string serial)
    {
        var page = await officer.OpenAsync($"/certificates/{serial}");
        var pdf = Path.Combine(places.Data, "certificates", serial + ".pdf");
        Directory.CreateDirectory(Path.GetDirectoryName(pdf)!);
        await File.WriteAllBytesAsync(pdf, await officer.DownloadAsync($"/certificates/{serial}/certificate.pdf"));
        var qrText = page.Link("#check")
            ?? throw new InvalidOperationException($"{serial} has no QR text on its page.");
        var award = serial.Contains("SOA-", StringComparison.Ordinal)
            ? "StatementOfAchievement" : "NationalSkillsCertificate";
        return new DemoCertificate(serial, award, await Verdicts.StateOfAsync(places.Verifier, qrText),
            page.TextOf(".holder"), Path.GetRelativePath(Directory.GetCurrentDirectory(), pdf), qrText,
            page.TextOf("#code"), null, null);
    }

    /// <summary>Approves when this officer still may.</summary>
    public static async Task ApproveAsync(PageVisitor officer, string path)
    {
        var page = await officer.OpenAsync(path);
        if (page.Document.QuerySelector(ApproveForm) is not null)
        {
            await officer.SubmitAsync(page, ApproveForm);
        }
    }

    /// <summary>Serial numbers on the sheet's page once all are issued.</summary>
    public static async Task<IReadOnlyList<string>> WaitUntilIssuedAsync(PageVisitor visitor, string path)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            var page = await visitor.OpenAsync(path);
            if (page.Document.QuerySelector("a[href$='/certificates.pdf']") is not null)
            {
                return [.. page.Document.QuerySelectorAll("a.mono[href^='/certificates/']").Select(link =>
                    link.TextContent.Trim())];
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"{path} was not issued within a minute.");
    }

    private const string ApproveForm = "form[action*='handler=Approve']";

    private static async Task<string> SendAsync(PageVisitor assessor, string file)
    {
        var page = await assessor.OpenAsync("/sheets/new");
        var answer = await assessor.SubmitAsync(page, "form[enctype='multipart/form-data']",
            file: ("file", Path.GetFileName(file), await File.ReadAllBytesAsync(file)));
        // A sheet that is already here is not an error for a second start: the answer links to it.
        var already = answer.Document.QuerySelector("[role=alert] a[href^='/sheets/']")?.GetAttribute("href");
        return already ?? (answer.Address.AbsolutePath != "/sheets/new" ? answer.Address.AbsolutePath
            : throw new InvalidOperationException($"{file} was refused: {answer.Text}"));
    }

    /// <summary>The sample files, beside the program or in the repository.</summary>
    public static string SamplesFolder()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "samples");
        return Directory.Exists(beside) ? beside : Path.GetFullPath("samples");
    }
}
