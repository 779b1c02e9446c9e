using System.Globalization;
using System.Text.Json;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Credentials.Verification;

/// <summary>
/// What a credential says, in one shape for both forms (<c>verification-report.schema.json#/$defs/content</c>): signed
/// values, with the words the framework data have for them and the name the trust list has for the centre.
/// </summary>
internal static class CredentialContent
{
    public const string Framework = "framework";
    public const string FrameworkVersion = "framework_version";
    public const string ResultPublishedOn = "result_published_on";
    public const string AssessedOn = "assessed_on";
    public const string AssessmentCentre = "assessment_centre";
    public const string Code = "code";
    public const string Level = "level";
    public const string ValidUntil = "valid_until";
    public const string UnitsCompetent = "units_competent";
    public const string UnitsTotal = "units_total";
    private const string FullName = "full_name";
    private const string NameEn = "name_en";
    private const string NameBn = "name_bn";
    private const string BirthDate = "birth_date";
    private const string BirthYear = "birth_year";
    private const string Award = "award";
    private const string District = "district";
    private const string FrameworkName = "framework_name";
    private const string FrameworkCountry = "framework_country";
    private const string LevelTitle = "level_title";
    private const string JobClass = "job_class";

    /// <summary>Claims about the token itself, and those that are put into the shape by other means.</summary>
    private static readonly string[] NotShown =
    [
        Specs.Jose.Iss, Specs.Jose.Iat, Specs.Jose.Nbf, Specs.Jose.Exp, Specs.Jose.Cnf, Specs.Jose.Sub,
        Specs.SdJwtVc.Vct, Specs.SdJwtVc.VctIntegrity, Specs.SdJwtVc.AkaVcts, Specs.SdJwtVc.Status, FullName,
    ];

    /// <summary>A unit is the same octets on every certificate.</summary>
    private static readonly Dictionary<UnitOfCompetency, byte[]> Units = FrameworkData.Occupations
        .SelectMany(occupation => occupation.Units).Distinct(Same).ToDictionary(
            unit => unit, unit => VerificationReportJson.Spell(json => Write(json, unit)), Same);

    private static IEqualityComparer<UnitOfCompetency> Same => ReferenceEqualityComparer.Instance;

    public static void WritePaper(
        Utf8JsonWriter json, PaperCwt cwt, DateOnly resultDate, DateOnly validUntil, TrustSnapshot? trust)
    {
        var certificate = cwt.Certificate;
        var type = CredentialTypes.For(certificate.Award);
        var occupation = certificate.Occupation;
        json.WriteStartObject();
        json.WriteString("vct", type.Vct);
        json.WriteString(Award, certificate.Award.ToString());
        json.WriteString("title", occupation is null ? type.Display["en"]
            : $"{type.Display["en"]} on {occupation.TitleEn}, Level-{certificate.Level}");
        json.WriteString(NameEn, certificate.NameEn);
        json.WriteString(NameBn, certificate.NameBn);
        json.WriteString("father_name", certificate.FatherName);
        json.WriteString("mother_name", certificate.MotherName);
        json.WriteNumber(BirthYear, certificate.BirthYear);
        WriteIfThere(json, "nid_last4", certificate.NidLast4);
        WriteIfThere(json, "passport_last3", certificate.PassportLast3);
        json.WriteStartObject("occupation");
        json.WriteString(Code, certificate.OccupationCode);
        json.WriteString(NameEn, occupation?.TitleEn);
        json.WriteString(NameBn, occupation?.TitleBn);
        json.WriteString("isco08", occupation?.Isco08);
        json.WriteEndObject();
        WriteIfThere(json, "standard_code", occupation?.StandardCode);
        json.WriteString(Framework, certificate.Framework);
        json.WriteString(FrameworkVersion, certificate.FrameworkVersion);
        json.WriteString(Level, certificate.Level);
        WriteMeaning(json, certificate.FrameworkEntry, certificate.Level);
        WriteUnits(json, certificate);
        json.WriteString("serial_no", certificate.SerialNo);
        json.WriteString("registration_no", certificate.RegistrationNo);
        WriteCentre(json, certificate.CentreCode, default, trust);
        json.WriteString("pathway", certificate.Pathway);
        json.WriteString(AssessedOn, Text(certificate.AssessedOn));
        json.WriteString(ResultPublishedOn, Text(resultDate));
        json.WriteString(ValidUntil, Text(validUntil));
        WriteIfThere(json, "replaces", certificate.Replaces);
        json.WriteEndObject();
    }

    public static void WriteClaims(Utf8JsonWriter json, ProcessedClaim claims, string vct, TrustSnapshot? trust)
    {
        json.WriteStartObject();
        json.WriteString("vct", vct);
        var known = CredentialTypes.TryGet(vct, out var type);
        if (known)
        {
            json.WriteString(Award, type!.Award.ToString());
        }

        var isNamed = claims.TryGet(FullName, out var fullName) && fullName.Kind != JsonValueKind.Null;
        if (isNamed)
        {
            json.WritePropertyName(NameEn);
            fullName.WriteTo(json);
        }

        var year = 0;
        if (Text(claims, BirthDate) is { Length: 10 } born
            && int.TryParse(born.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out year))
        {
            json.WriteNumber(BirthYear, year);
        }

        var framework = Text(claims, Framework) is { } id && Text(claims, FrameworkVersion) is { } version
            ? FrameworkData.Find(id, version)
            : null;
        WriteMeaning(json, framework, Text(claims, Level));
        foreach (var claim in claims.Parts)
        {
            // What was written above is ours to say: the same name from the credential would come twice.
            var isWritten = claim.Name switch
            {
                Award => known,
                NameEn => isNamed,
                BirthYear => year > 0,
                FrameworkName or FrameworkCountry or LevelTitle or JobClass => framework is not null,
                _ => NotShown.Contains(claim.Name),
            };
            if (!isWritten)
            {
                WriteClaim(json, claim, trust);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteClaim(Utf8JsonWriter json, ProcessedClaim claim, TrustSnapshot? trust)
    {
        if (claim.Name == AssessmentCentre && Text(claim, Code) is { } code)
        {
            WriteCentre(json, code, claim, trust);
            return;
        }

        json.WritePropertyName(claim.Name);
        claim.WriteTo(json);
    }

    private static void WriteUnits(Utf8JsonWriter json, PaperCertificate certificate)
    {
        if (certificate.Units is not { } units)
        {
            return;
        }

        json.WriteString("outcome", certificate.Award == AwardType.NationalSkillsCertificate
            ? "Competent" : "PartlyCompetent");
        json.WriteNumber(UnitsCompetent, units.Count);
        json.WriteNumber(UnitsTotal, certificate.Occupation!.Units.Count);
        json.WriteStartArray("units");
        foreach (var unit in units)
        {
            json.WriteRawValue(Units[unit], skipInputValidation: true);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, UnitOfCompetency unit)
    {
        json.WriteStartObject();
        json.WriteString(Code, unit.Code);
        json.WriteString("title_en", unit.TitleEn);
        json.WriteString("title_bn", unit.TitleBn);
        json.WriteString("category", unit.Category);
        json.WriteEndObject();
    }

    private static void WriteMeaning(Utf8JsonWriter json, Framework? framework, string? level)
    {
        if (framework is null)
        {
            return;
        }

        json.WriteStartObject(FrameworkName);
        json.WriteString("en", framework.NameEn);
        json.WriteString("bn", framework.NameBn);
        json.WriteEndObject();
        json.WriteString(FrameworkCountry, framework.Country);
        if (level is not null && framework.FindLevel(level) is { } meaning)
        {
            json.WriteStartObject(LevelTitle);
            json.WriteString("en", meaning.TitleEn);
            json.WriteString("bn", meaning.TitleBn);
            json.WriteEndObject();
            WriteIfThere(json, JobClass, meaning.JobClass);
        }
    }

    /// <summary>The centre as signed, with what the trust list knows of it.</summary>
    private static void WriteCentre(Utf8JsonWriter json, string code, ProcessedClaim signed, TrustSnapshot? trust)
    {
        var listed = trust?.FindCentre(code) is [.., { } last] ? last : null;
        json.WriteStartObject(AssessmentCentre);
        json.WriteString(Code, code);
        foreach (var member in signed.Parts)
        {
            if (member.Name != Code && (listed is null || member.Name is not (NameEn or NameBn or District)))
            {
                json.WritePropertyName(member.Name);
                member.WriteTo(json);
            }
        }

        if (listed is not null)
        {
            json.WriteString(NameEn, listed.Name.En);
            WriteIfThere(json, NameBn, listed.Name.Bn);
            json.WriteString(District, listed.District);
        }

        json.WriteEndObject();
    }

    private static void WriteIfThere(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static string? Text(ProcessedClaim claims, string name) =>
        claims.TryGet(name, out var value) ? value.Text : null;

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
