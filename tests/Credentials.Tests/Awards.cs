using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Tests;

/// <summary>Sound awards to start from.</summary>
internal static class Awards
{
    public const string IssuerUrl = "https://nsda.passport.example.gov.bd";

    public static readonly CopyTarget Target = new(IssuerUrl, IssuerUrl + "/status/1", 4711,
        new DateTimeOffset(2026, 11, 21, 9, 30, 15, TimeSpan.Zero));

    public static Award Plumber { get; } = new()
    {
        Type = AwardType.NationalSkillsCertificate,
        SerialNo = "NSC-CON-PLM-L2-900101",
        RegistrationNo = "RPL-CON-PLM-L2-900101",
        FullName = "MD RAFIQUL ISLAM",
        NameBn = "মোঃ রফিকুল ইসলাম",
        FatherName = "MD ABDUL HAKIM",
        MotherName = "AMENA KHATUN",
        BirthDate = new DateOnly(1991, 4, 17),
        NidLast4 = "0001",
        PassportLast3 = "001",
        OccupationCode = "PLM",
        Framework = "BD-NSQF",
        FrameworkVersion = "2021",
        Level = "2",
        UnitCodes = [.. FrameworkData.FindOccupation("PLM")!.Units.Select(unit => unit.Code)],
        Pathway = "RPL",
        CentreCode = "RPLC-DEMO-01",
        CentreName = "Karnaphuli Demo Technical Training Centre",
        AssessedOn = new DateOnly(2026, 2, 10),
        ResultPublishedOn = new DateOnly(2026, 3, 12),
        ValidUntil = new DateOnly(2031, 3, 11),
        Demo = true,
        SheetDigest = "sha-256:0000",
    };

    public static Award PartlyPlumber { get; } = Plumber with
    {
        Type = AwardType.StatementOfAchievement,
        SerialNo = "SOA-CON-PLM-L2-900101",
        UnitCodes = [.. Plumber.UnitCodes.Take(3)],
    };

    public static PreparedWalletCredential Prepare(Award award) =>
        (PreparedWalletCredential)Assert.IsType<PrepareResult.Prepared>(
            Issuance.PrepareWallet(award, Target, Forge.Holder.PublicJwk)).Credential;

    public static string Signed(Award award, ISigner? signer = null) =>
        new CredentialSigner(signer ?? Forge.Issuer).Sign(Prepare(award));
}
