using SkillsPassport.Issuer.Certificates;

namespace SkillsPassport.Services.Tests.Issuer.Certificates;

public sealed class ClaimSlipTests : IDisposable
{
    private const string Offer = "https://nsda.passport.example.gov.bd/offers/qWx0bN2v9hYkTz5LrJ3mPw";
    private readonly Tools _tools = new();

    public static TheoryData<string> Samples => new(CertificateSamples.All.Select(s => s.Id));

    public void Dispose() => _tools.Dispose();

    [Theory, MemberData(nameof(Samples))]
    public void A_slip_names_the_worker_the_award_and_the_last_day_in_both_languages(string id)
    {
        var model = Model(CertificateSamples.Find(id));
        var text = _tools.Text(ClaimSlip.ToPdf(model));

        string[] wanted =
        [
            model.NameEn, model.NameBn, model.Title.En, model.Title.Bn, model.Award.En, model.Award.Bn, model.SerialNo,
            "19-02-2027", "১৯-০২-২০২৭", "Use this slip by", "এই তারিখের মধ্যে ব্যবহার করুন",
            "Put your certificate on your phone",
            "আপনার সনদ ফোনে রাখুন", "ফোনের ক্যামেরা বড় কোডটির দিকে ধরুন, লিংকটি খুলুন।",
            "The PIN comes by message to your phone.",
            "৬ সংখ্যার পিন লিখুন। পিন আপনার ফোনে বার্তায় আসবে।", "হয়ে গেছে: সনদটি এখন আপনার দক্ষতা পাসপোর্টে।",
            "পিন কাউকে দেবেন না। কোনো কর্মকর্তা পিন চাইবেন না।",
            "Never give the PIN to anyone. No officer will ask for it.",
            "This slip is not the certificate.", "এই স্লিপ সনদ নয়।", "DEMO", "নমুনা",
        ];
        Assert.All(wanted, w => Assert.Contains(Tools.Flat(w), text, StringComparison.Ordinal));
    }

    [Fact]
    public void Both_symbols_read_and_lead_to_the_same_offer()
    {
        var model = Model(CertificateSamples.All[0]);
        var page = _tools.Picture(ClaimSlip.ToPdf(model), 200);

        var read = _tools.ReadQr(page)!.Split('\n');

        Assert.Equal([model.OfferUri.AbsoluteUri, model.WalletLink.AbsoluteUri], read.Order().Reverse());
    }

    [Fact]
    public void A_slip_is_one_A5_page_and_a_batch_has_one_for_each()
    {
        using var output = new MemoryStream();
        ClaimSlip.WriteBatch(output, CertificateSamples.All.Select(Model));

        var one = Tools.Flat(_tools.Run("pdfinfo", _tools.Save(ClaimSlip.ToPdf(Model(CertificateSamples.All[0])))));
        var many = Tools.Flat(_tools.Run("pdfinfo", _tools.Save(output.ToArray())));

        Assert.Contains("Pages: 1 ", one, StringComparison.Ordinal);
        Assert.Contains("Page size: 419.528 x 595.276 pts", one, StringComparison.Ordinal);
        Assert.Contains($"Pages: {CertificateSamples.All.Count} ", many, StringComparison.Ordinal);
    }

    private static ClaimSlipModel Model(Sample sample) => new()
    {
        Issuer = new() { Demo = true },
        NameEn = sample.NameEn,
        NameBn = sample.NameBn,
        Title = sample.TitleEn is null
            ? new("National Skills Certificate", "জাতীয় দক্ষতা সনদ") : new(sample.TitleEn, sample.TitleBn!),
        Award = new($"{sample.OccupationEn} · {sample.LevelEn}", $"{sample.OccupationBn} · {sample.LevelBn}"),
        SerialNo = sample.Serial,
        WalletLink = new("https://wallet.passport.example.gov.bd/receive?credential_offer_uri="
            + Uri.EscapeDataString(Offer)),
        OfferUri = new("openid-credential-offer://?credential_offer_uri=" + Uri.EscapeDataString(Offer)),
        UseBefore = new(2027, 2, 19),
        IssuedAt = new(2026, 11, 21, 6, 0, 0, TimeSpan.Zero),
    };
}
