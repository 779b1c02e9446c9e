using System.Text;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Issuer.Certificates;

namespace SkillsPassport.Services.Tests.Issuer.Certificates;

public sealed class CertificateTests : IDisposable
{
    private readonly Tools _tools = new();

    public static TheoryData<string> Samples => new(CertificateSamples.All.Select(s => s.Id));

    public void Dispose() => _tools.Dispose();

    [Theory, MemberData(nameof(Samples))]
    public void Every_printed_text_is_found_by_a_search_in_both_languages(string id)
    {
        var sample = CertificateSamples.Find(id);
        var model = CertificateSamples.Model(sample);
        var text = _tools.Text(Certificate.ToPdf(model));

        var missing = Printed(model).Where(wanted => !text.Contains(Tools.Flat(wanted), StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    [Theory, MemberData(nameof(Samples))]
    public void A_certificate_is_one_A4_page_with_a_title_an_author_and_no_script(string id)
    {
        var model = CertificateSamples.Model(CertificateSamples.Find(id));
        var about = Tools.Flat(_tools.Run("pdfinfo", _tools.Save(Certificate.ToPdf(model))));

        Assert.Contains("Pages: 1 ", about, StringComparison.Ordinal);
        Assert.Contains("(A4)", about, StringComparison.Ordinal);
        Assert.Contains("JavaScript: no", about, StringComparison.Ordinal);
        Assert.Contains(model.SerialNo, about, StringComparison.Ordinal);
        Assert.Contains("Author: National Skills Development Authority", about, StringComparison.Ordinal);
        Assert.Contains("Tagged: yes", about, StringComparison.Ordinal);
        Assert.Contains("CreationDate: Sat Nov 21 06:00:00 2026 UTC", about, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Samples))]
    public void The_attachment_comes_out_as_the_same_signed_bytes(string id)
    {
        var model = CertificateSamples.Model(CertificateSamples.Find(id));
        var file = _tools.Save(Certificate.ToPdf(model));

        _tools.Run("pdfdetach", "-save", "1", "-o", _tools.File("out.cwt"), file);

        Assert.Contains("1: certificate.cwt", _tools.Run("pdfdetach", "-list", file), StringComparison.Ordinal);
        Assert.Equal(model.Cwt, File.ReadAllBytes(_tools.File("out.cwt")));
        Assert.Equal(model.Cwt, PdfAttachment.TryRead(File.ReadAllBytes(file)));
    }

    [Theory, MemberData(nameof(Samples))]
    public void No_identity_number_is_anywhere_in_the_file(string id)
    {
        var sample = CertificateSamples.Find(id);
        var pdf = Certificate.ToPdf(CertificateSamples.Model(sample));

        Assert.DoesNotContain(sample.Nid, _tools.Text(pdf), StringComparison.Ordinal);
        Assert.DoesNotContain(sample.Nid[..^4], Encoding.Latin1.GetString(pdf), StringComparison.Ordinal);
    }

    [Fact]
    public void A_demo_issuers_paper_says_so_and_another_issuers_does_not()
    {
        var sample = CertificateSamples.All[0];

        var demo = _tools.Text(Certificate.ToPdf(CertificateSamples.Model(sample)));
        var real = _tools.Text(Certificate.ToPdf(CertificateSamples.Model(sample, demo: false)));

        Assert.Contains("DEMO · not a real certificate", demo, StringComparison.Ordinal);
        Assert.DoesNotContain("DEMO ·", real, StringComparison.Ordinal);
        Assert.DoesNotContain("EMBLEM", real, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_certificate_is_drawn_in_the_same_bytes()
    {
        var model = CertificateSamples.Model(CertificateSamples.All[0]);

        Assert.Equal(Certificate.ToPdf(model), Certificate.ToPdf(model));
    }

    [Fact]
    public void Many_threads_draw_at_once()
    {
        var models = CertificateSamples.All.Select(s => CertificateSamples.Model(s)).ToList();
        var alone = models.ConvertAll(Certificate.ToPdf);
        var together = new byte[models.Count][];

        Parallel.For(0, models.Count, i => together[i] = Certificate.ToPdf(models[i]));

        Assert.Equal(alone, together);
    }

    [Fact]
    public void A_batch_is_one_file_with_a_page_for_each_certificate()
    {
        using var output = new MemoryStream();
        Certificate.WriteBatch(output, CertificateSamples.All.Select(s => CertificateSamples.Model(s)));
        var pdf = output.ToArray();

        var about = Tools.Flat(_tools.Run("pdfinfo", _tools.Save(pdf)));
        var text = _tools.Text(pdf);

        Assert.Contains($"Pages: {CertificateSamples.All.Count} ", about, StringComparison.Ordinal);
        Assert.All(CertificateSamples.All, s => Assert.Contains(s.Serial, text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_stream_that_breaks_is_an_error_and_not_a_crash()
    {
        using var broken = new MemoryStream(new byte[64], writable: true);

        Assert.Throws<IOException>(
            () => Certificate.WriteBatch(broken, [CertificateSamples.Model(CertificateSamples.All[0])]));
    }

    [Fact]
    public void A_whole_identity_number_is_refused_before_it_reaches_the_paper()
    {
        var model = CertificateSamples.Model(CertificateSamples.All[0]);

        Assert.Throws<ArgumentException>(() => Certificate.ToPdf(model with { NidLast4 = "19919919999000001" }));
        Assert.Throws<ArgumentException>(() => Certificate.ToPdf(model with { PassportLast3 = "ZZ0000001" }));
        Assert.Throws<ArgumentException>(() => Certificate.ToPdf(model with { UnitsTotal = 20 }));
    }

    [Fact]
    public void Unit_codes_made_for_the_demo_are_marked_and_explained()
    {
        var model = CertificateSamples.Model(CertificateSamples.All[0]);
        var coded = model with
        {
            Units = [.. model.Units.Select((u, i) => u with { Code = $"OUPLM0{i:00}L2V1", CodeIsIllustrative = true })],
        };

        var text = _tools.Text(Certificate.ToPdf(coded));

        Assert.Contains("OUPLM002L2V1* Carry out Workplace Interaction", text, StringComparison.Ordinal);
        Assert.Contains("unit codes marked * are illustrative", text, StringComparison.Ordinal);
        Assert.DoesNotContain("illustrative", _tools.Text(Certificate.ToPdf(model)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_character_no_font_has_is_an_error_and_never_a_box()
    {
        var model = CertificateSamples.Model(CertificateSamples.All[0]);

        Assert.Throws<InvalidOperationException>(() => Certificate.ToPdf(model with { NameEn = "RAFIQ \uE123" }));
    }

    private static IEnumerable<string> Printed(CertificateModel m)
    {
        var statement = m.IsStatement;
        var title = m.Title ?? (statement
            ? new("Statement of Achievement", "অর্জনের বিবরণী")
            : new("National Skills Certificate", "জাতীয় দক্ষতা সনদ"));
        return
        [
            m.Issuer.Heading.En, m.Issuer.Heading.Bn, m.Issuer.Name.En, m.Issuer.Name.Bn, title.En, title.Bn,
            "This certifies that", "এই মর্মে প্রত্যয়ন করা যাচ্ছে যে", m.NameEn, m.NameBn, m.FatherName, m.MotherName,
            "Father · পিতা", "Mother · মাতা", $"Born · জন্ম {m.BirthYear}",
            $"{m.Occupation.En} · {m.Level.En}", $"{m.Occupation.Bn} · {m.Level.Bn}", m.Framework.En, m.Framework.Bn,
            "Units of competency · দক্ষতার একক", .. m.Units.Select(u => u.Title),
            $"{m.Units.Count} of {m.UnitsTotal} units",
            $"{Bengali($"{m.UnitsTotal}")}টি এককের মধ্যে {Bengali($"{m.Units.Count}")}টি",
            "Serial no. · ক্রমিক নম্বর", m.SerialNo, "Registration no. · রেজিস্ট্রেশন নম্বর", m.RegistrationNo,
            "Result published on · ফলাফল প্রকাশের তারিখ", .. Dates(m.ResultPublishedOn),
            "Valid until · মেয়াদোত্তীর্ণের তারিখ", .. Dates(m.ValidUntil),
            "Assessed on · মূল্যায়নের তারিখ", .. Dates(m.AssessedOn),
            "Assessment centre · মূল্যায়ন কেন্দ্র", m.CentreCode, m.CentreName, $"…{m.NidLast4}", "জাতীয় পরিচয়পত্র",
            .. m.PassportLast3 is null ? Array.Empty<string>() : [$"…{m.PassportLast3}", "পাসপোর্ট"],
            .. m.Replaces is null ? Array.Empty<string>() : ["Replaces · যে সনদের পরিবর্তে", m.Replaces],
            m.CertificateCode, "Scan to check", "যাচাই করতে স্ক্যান করুন", "nsda.passport.example.gov.bd",
            "অথবা এই ঠিকানায় কোডটি লিখুন", m.Issuer.FirstSignatory.En, m.Issuer.FirstSignatory.Bn,
            m.Issuer.SecondSignatory.En, m.Issuer.SecondSignatory.Bn,
            "DEMO · not a real certificate", "নমুনা · এটি আসল সনদ নয়",
            .. statement
                ? new[] { "This statement is not the National Skills Certificate.", "এই বিবরণী জাতীয় দক্ষতা সনদ নয়।" }
                : [],
            m.Pathway switch
            {
                "RPL" => "was assessed through recognition of prior learning (RPL) and found competent in",
                "Training+Assessment" => "completed training, was assessed and found competent in",
                _ => "was assessed without a training course and found competent in",
            },
            m.Pathway switch
            {
                "RPL" => "পূর্ব অভিজ্ঞতার স্বীকৃতি (আরপিএল) মূল্যায়নে",
                "Training+Assessment" => "প্রশিক্ষণ ও মূল্যায়ন শেষে",
                _ => "প্রশিক্ষণ ছাড়া সরাসরি মূল্যায়নে",
            },
        ];
    }

    private static string[] Dates(DateOnly date)
    {
        var english = $"{date.Day:00}-{date.Month:00}-{date.Year:0000}";
        return [english, Bengali(english)];
    }

    private static string Bengali(string digits) =>
        string.Concat(digits.Select(c => char.IsAsciiDigit(c) ? (char)(c - '0' + '০') : c));
}
