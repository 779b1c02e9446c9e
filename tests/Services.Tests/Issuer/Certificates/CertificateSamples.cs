using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using SkillsPassport.Issuer.Certificates;

namespace SkillsPassport.Services.Tests.Issuer.Certificates;

/// <summary>The sample candidates as printable certificates, and two that are harder than any real one.</summary>
internal static class CertificateSamples
{
    private const string VerifierBase = "HTTPS://NSDA.PASSPORT.EXAMPLE.GOV.BD/C#";
    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<Sample> All { get; } = JsonSerializer.Deserialize<List<Sample>>(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Issuer/Certificates/samples.json")), Camel)!;

    public static Sample Find(string id) => All.Single(s => s.Id == id);

    /// <summary>
    /// Signed bytes of the largest size the paper allows; what is in them matters only to the verifier.
    /// </summary>
    public static CertificateModel Model(Sample sample, bool demo = true, int cwtLength = 424)
    {
        var cwt = new byte[cwtLength];
        // The same symbol in every run: what cannot be read today could not be read yesterday.
        new Random(sample.Serial.Sum(letter => letter) ^ cwtLength).NextBytes(cwt);
        cwt[0] = 0xD2;
        return new()
        {
            Issuer = new() { Demo = demo },
            IsStatement = sample.Statement,
            Title = sample.TitleEn is null ? null : new(sample.TitleEn, sample.TitleBn!),
            NameEn = sample.NameEn,
            NameBn = sample.NameBn,
            FatherName = sample.Father,
            MotherName = sample.Mother,
            BirthYear = sample.BirthYear,
            NidLast4 = sample.Nid[^4..],
            PassportLast3 = sample.Passport?[^3..],
            Occupation = new(sample.OccupationEn, sample.OccupationBn),
            Level = new(sample.LevelEn, sample.LevelBn),
            Framework = new(sample.FrameworkEn, sample.FrameworkBn),
            Units = [.. sample.Units.Select(u => new CertificateUnit(u))],
            UnitsTotal = sample.UnitsTotal,
            Pathway = sample.Pathway,
            CentreCode = sample.CentreCode,
            CentreName = sample.CentreName,
            SerialNo = sample.Serial,
            RegistrationNo = sample.Registration,
            AssessedOn = Date(sample.Published).AddDays(-14),
            ResultPublishedOn = Date(sample.Published),
            ValidUntil = Date(sample.ValidUntil),
            Replaces = sample.Replaces,
            QrText = VerifierBase + Base32(cwt),
            CertificateCode = "7K3F-9Q2M-TX4B",
            Cwt = cwt,
            IssuedAt = new DateTimeOffset(2026, 11, 21, 6, 0, 0, TimeSpan.Zero),
        };
    }

    private static DateOnly Date(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Base32(byte[] bytes)
    {
        var text = new StringBuilder();
        var bits = new BigInteger(bytes, isUnsigned: true, isBigEndian: true) << (5 - bytes.Length * 8 % 5) % 5;
        for (var left = (bytes.Length * 8 + 4) / 5 * 5; left > 0; left -= 5)
        {
            text.Append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[(int)(bits >> left - 5 & 31)]);
        }
        return text.ToString();
    }
}

/// <summary>One row of samples.json.</summary>
internal sealed record Sample(
    string Id, bool Statement, string? TitleEn, string? TitleBn, string NameEn, string NameBn,
    string Father, string Mother,
    int BirthYear, string Nid, string? Passport, string OccupationEn, string OccupationBn,
    string LevelEn, string LevelBn,
    string FrameworkEn, string FrameworkBn, IReadOnlyList<string> Units, int UnitsTotal, string Pathway,
    string CentreCode, string CentreName, string Serial, string Registration, string Published, string ValidUntil,
    string? Replaces);
