using SkillsPassport.Benchmarks.Library;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Issuer.Certificates;

namespace SkillsPassport.Benchmarks.Services;

/// <summary>Drawing certificates, in processor time: each page its own file, and a print run in one file.</summary>
internal static class PdfBenchmark
{
    private const int Pages = 200;

    public static Task RunAsync()
    {
        Table.Heading("Certificate PDF (two languages, QR, signed data attached)");
        var world = new BenchWorld();
        var model = ModelOf(BenchWorld.WholeCertificate, world.SignPaper(BenchWorld.WholeCertificate));
        var size = 0;
        for (var i = 0; i < 20; i++)
        {
            size = Certificate.ToPdf(model).Length; // warm
        }

        var times = new List<double>();
        for (var i = 0; i < Pages; i++)
        {
            var before = Environment.CpuUsage.TotalTime;
            Certificate.ToPdf(model);
            times.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        }

        Table.Value("one certificate, median", Measurement.Median(times), "ms", 15);
        Table.Value("one certificate, p99", times[Pages * 99 / 100], "ms");
        Table.Value("one certificate, size", size / 1024.0, "KB");
        using var run = new MemoryStream();
        var start = Environment.CpuUsage.TotalTime;
        Certificate.WriteBatch(run, Enumerable.Repeat(model, Pages));
        Table.Value($"print run of {Pages}, each page", (Environment.CpuUsage.TotalTime - start).TotalMilliseconds / Pages, "ms", 15);
        return Task.CompletedTask;
    }

    private static CertificateModel ModelOf(Award award, byte[] cwt)
    {
        var occupation = FrameworkData.FindOccupation(award.OccupationCode)!;
        var framework = FrameworkData.Find(award.Framework, award.FrameworkVersion)!;
        var level = framework.FindLevel(award.Level)!;
        return new CertificateModel
        {
            Issuer = new CertificateIssuer
            {
                Name = new Bilingual("National Skills Development Authority", "জাতীয় দক্ষতা উন্নয়ন কর্তৃপক্ষ"), Demo = true,
            },
            IsStatement = false,
            NameEn = award.FullName,
            NameBn = award.NameBn,
            FatherName = award.FatherName,
            MotherName = award.MotherName,
            BirthYear = award.BirthDate.Year,
            NidLast4 = award.NidLast4,
            PassportLast3 = award.PassportLast3,
            Occupation = new Bilingual(occupation.TitleEn, occupation.TitleBn),
            Level = new Bilingual(level.TitleEn, level.TitleBn),
            Framework = new Bilingual(framework.PrintedForm, framework.NameBn),
            Units = [.. occupation.Units.Select(unit => new CertificateUnit(unit.TitleEn))],
            UnitsTotal = occupation.Units.Count,
            Pathway = award.Pathway,
            CentreCode = award.CentreCode,
            CentreName = award.CentreName,
            SerialNo = award.SerialNo,
            RegistrationNo = award.RegistrationNo,
            AssessedOn = award.AssessedOn,
            ResultPublishedOn = award.ResultPublishedOn,
            ValidUntil = award.ValidUntil,
            QrText = PaperQr.ToText(new Uri("https://verify.passport.example.gov.bd"), cwt),
            CertificateCode = "0000-0000-0101",
            Cwt = cwt,
            IssuedAt = BenchWorld.Now,
        };
    }
}
