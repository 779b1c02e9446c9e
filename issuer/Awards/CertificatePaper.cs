using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Issuer.Certificates;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;

namespace SkillsPassport.Issuer.Awards;

/// <summary>A stored award and its signed bytes as the paper shows them.</summary>
public static class CertificatePaper
{
    public static CertificateIssuer IssuerOf(IssuerOptions issuer) => new()
    {
        Name = new Bilingual(issuer.NameEn, issuer.NameBn), Demo = issuer.IsDemo,
    };

    /// <summary>The printed title of a statement may be set; that of a certificate is the law's.</summary>
    public static Bilingual? TitleOf(IssuerOptions issuer, AwardType type) =>
        type == AwardType.StatementOfAchievement && issuer.StatementTitleEn is { Length: > 0 } en
            ? new Bilingual(en, issuer.StatementTitleBn is { Length: > 0 } bn ? bn : en) : null;

    public static CertificateModel Of(IssuerOptions issuer, IssuedAward award, byte[] cwt)
    {
        var occupation = FrameworkData.FindOccupation(award.OccupationCode)!;
        var framework = FrameworkData.Find(award.Framework, award.FrameworkVersion)!;
        var competent = award.UnitCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .ToHashSet(StringComparer.Ordinal);
        return new CertificateModel
        {
            Issuer = IssuerOf(issuer), IsStatement = award.Type == AwardType.StatementOfAchievement,
            Title = TitleOf(issuer, award.Type), NameEn = award.FullName, NameBn = award.NameBn,
            FatherName = award.FatherName, MotherName = award.MotherName, BirthYear = award.BirthDate.Year,
            NidLast4 = award.NidLast4, PassportLast3 = award.PassportLast3,
            Occupation = new Bilingual(occupation.TitleEn, occupation.TitleBn),
            Level = new Bilingual($"Level {award.Level}", $"স্তর {BanglaText.Digits(award.Level)}"),
            // As the real certificate words it: the framework's name, then its short form with the levels it spans.
            Framework = new Bilingual($"{framework.NameEn.Split(" (")[0]}; {framework.PrintedForm}", framework.NameBn),
            Units = [.. occupation.Units.Where(unit => competent.Contains(unit.Code))
                .Select(unit => new CertificateUnit(unit.TitleEn))],
            UnitsTotal = occupation.Units.Count, Pathway = award.Pathway, CentreCode = award.CentreCode,
            CentreName = award.CentreName, SerialNo = award.SerialNo, RegistrationNo = award.RegistrationNo,
            AssessedOn = award.AssessedOn, ResultPublishedOn = award.ResultPublishedOn, ValidUntil = award.ValidUntil,
            Replaces = award.Replaces, QrText = PaperCopies.QrText(issuer, cwt),
            CertificateCode = CertificateCode.Display(award.Code), Cwt = cwt, IssuedAt = award.IssuedAt!.Value,
        };
    }
}
