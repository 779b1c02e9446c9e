using System.Globalization;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwtVc;

namespace SkillsPassport.Credentials.Issuing;

/// <summary>
/// The award as claims. Names only: which claims are hidden, demanded or allowed is said by <c>schemas/credentials</c>,
/// and every claim set is linted against it.
/// </summary>
internal static class WalletClaims
{
    private static readonly TimeSpan Dhaka = TimeSpan.FromHours(6);

    public static void Write(ClaimSetWriter claims, CredentialType type, Award award, CopyTarget target, Jwk holderKey,
        Occupation occupation)
    {
        WriteRegistered(claims, type, award, target, holderKey);
        WriteAward(claims, type, award, occupation);
        WritePerson(claims, award);
        WriteUnits(claims, award, occupation);
        claims.Finish();
    }

    private static void WriteRegistered(
        ClaimSetWriter claims, CredentialType type, Award award, CopyTarget target, Jwk holderKey)
    {
        claims.Write(Specs.Jose.Iss, target.Issuer);
        claims.Write(Specs.SdJwtVc.Vct, type.Vct);
        claims.Write(Specs.SdJwtVc.VctIntegrity, type.Integrity);
        // Floored to the UTC day: copies of one batch cannot be told apart, or put together, by their second.
        claims.Write(Specs.Jose.Iat, target.IssuedAt.ToUnixTimeSeconds() / 86_400 * 86_400);
        claims.Write(Specs.Jose.Nbf,
            new DateTimeOffset(award.ResultPublishedOn, TimeOnly.MinValue, Dhaka).ToUnixTimeSeconds());
        claims.Write(Specs.Jose.Exp,
            new DateTimeOffset(award.ValidUntil, new TimeOnly(23, 59, 59), Dhaka).ToUnixTimeSeconds());
        claims.BeginObject(Specs.Jose.Cnf);
        claims.BeginObject(Specs.Jose.CnfJwk);
        claims.Write(Specs.Jose.Kty, Specs.Jose.EC);
        claims.Write(Specs.Jose.Crv, Specs.Jose.P256);
        claims.Write(Specs.Jose.X, holderKey.X);
        claims.Write(Specs.Jose.Y, holderKey.Y);
        claims.EndObject();
        claims.EndObject();
        claims.BeginObject(Specs.SdJwtVc.Status);
        claims.BeginObject(Specs.TokenStatusList.StatusList);
        claims.Write(Specs.TokenStatusList.Idx, target.StatusIndex);
        claims.Write(Specs.TokenStatusList.Uri, target.StatusUri);
        claims.EndObject();
        claims.EndObject();
    }

    private static void WriteAward(ClaimSetWriter claims, CredentialType type, Award award, Occupation occupation)
    {
        claims.Write("title", $"{type.Display["en"]} on {occupation.TitleEn}, Level-{award.Level}");
        claims.Write("framework", award.Framework);
        claims.Write("framework_version", award.FrameworkVersion);
        claims.Write("level", award.Level);
        claims.Write("standard_code", occupation.StandardCode);
        claims.BeginObject("occupation");
        claims.Write("code", occupation.Code);
        claims.Write("name_en", occupation.TitleEn);
        claims.Write("name_bn", occupation.TitleBn);
        claims.Write("isco08", occupation.Isco08);
        claims.EndObject();
        claims.Write("serial_no", award.SerialNo);
        WriteDate(claims, "result_published_on", award.ResultPublishedOn);
        WriteDate(claims, "valid_until", award.ValidUntil);
        claims.Write("outcome", award.Type switch
        {
            AwardType.NationalSkillsCertificate => "Competent",
            AwardType.StatementOfAchievement => "PartlyCompetent",
        });
        claims.Write("units_competent", award.UnitCodes.Count);
        claims.Write("units_total", occupation.Units.Count);
        if (award.Demo)
        {
            claims.Write("demo", true);
        }
    }

    private static void WritePerson(ClaimSetWriter claims, Award award)
    {
        claims.Write("full_name", award.FullName);
        claims.Write("name_bn", award.NameBn);
        claims.Write("father_name", award.FatherName);
        claims.Write("mother_name", award.MotherName);
        WriteDate(claims, "birth_date", award.BirthDate);
        WriteOptional(claims, "nid_last4", award.NidLast4);
        WriteOptional(claims, "passport_last3", award.PassportLast3);
        claims.Write("registration_no", award.RegistrationNo);
        claims.BeginObject("assessment_centre");
        claims.Write("code", award.CentreCode);
        claims.Write("name", award.CentreName);
        claims.EndObject();
        WriteDate(claims, "assessed_on", award.AssessedOn);
        claims.Write("pathway", award.Pathway);
        WriteOptional(claims, "replaces", award.Replaces);
    }

    private static void WriteUnits(ClaimSetWriter claims, Award award, Occupation occupation)
    {
        claims.BeginArray("units");
        foreach (var code in award.UnitCodes)
        {
            var unit = occupation.Units[occupation.IndexOfUnit(code)];
            claims.BeginElement();
            claims.Write("code", unit.Code);
            claims.Write("title_en", unit.TitleEn);
            claims.Write("title_bn", unit.TitleBn);
            claims.Write("category", unit.Category);
            claims.EndElement();
        }

        claims.EndArray();
    }

    private static void WriteDate(ClaimSetWriter claims, string name, DateOnly date)
    {
        Span<char> text = stackalloc char[IsoDay.Length];
        date.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        claims.Write(name, text);
    }

    private static void WriteOptional(ClaimSetWriter claims, string name, string? value)
    {
        if (value is not null)
        {
            claims.Write(name, value);
        }
    }
}
