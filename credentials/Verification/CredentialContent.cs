using System.Globalization;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Paper;
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
    private const string Level = "level";
    private const string FullName = "full_name";
    private const string NameEn = "name_en";
    private const string NameBn = "name_bn";
    private const string BirthDate = "birth_date";
    private const string BirthYear = "birth_year";
    private const string Units = "units";

    /// <summary>Claims about the token itself, and those that are put into the shape by other means.</summary>
    private static readonly string[] NotShown =
    [
        Specs.Jose.Iss, Specs.Jose.Iat, Specs.Jose.Nbf, Specs.Jose.Exp, Specs.Jose.Cnf, Specs.Jose.Sub,
        Specs.SdJwtVc.Vct, Specs.SdJwtVc.VctIntegrity, Specs.SdJwtVc.AkaVcts, Specs.SdJwtVc.Status, FullName,
    ];

    public static JsonObject OfPaper(PaperCwt cwt, DateOnly resultDate, DateOnly validUntil, TrustSnapshot? trust)
    {
        var certificate = cwt.Certificate;
        var type = CredentialTypes.For(certificate.Award);
        var occupation = certificate.Occupation;
        var content = new JsonObject
        {
            ["vct"] = type.Vct,
            ["award"] = certificate.Award.ToString(),
            ["title"] = occupation is null ? type.Display["en"]
                : $"{type.Display["en"]} on {occupation.TitleEn}, Level-{certificate.Level}",
            [NameEn] = certificate.NameEn,
            [NameBn] = certificate.NameBn,
            ["father_name"] = certificate.FatherName,
            ["mother_name"] = certificate.MotherName,
            [BirthYear] = certificate.BirthYear,
        };
        Add(content, "nid_last4", certificate.NidLast4);
        Add(content, "passport_last3", certificate.PassportLast3);
        content["occupation"] = new JsonObject
        {
            [Code] = certificate.OccupationCode,
            [NameEn] = occupation?.TitleEn,
            [NameBn] = occupation?.TitleBn,
            ["isco08"] = occupation?.Isco08,
        };
        Add(content, "standard_code", occupation?.StandardCode);
        content[Framework] = certificate.Framework;
        content[FrameworkVersion] = certificate.FrameworkVersion;
        content[Level] = certificate.Level;
        AddMeaning(content, certificate.FrameworkEntry);
        if (certificate.Units is { } units)
        {
            content["outcome"] = certificate.Award == AwardType.NationalSkillsCertificate
                ? "Competent" : "PartlyCompetent";
            content["units_competent"] = units.Count;
            content["units_total"] = occupation!.Units.Count;
            content[Units] = new JsonArray([.. units.Select(unit => new JsonObject
            {
                [Code] = unit.Code,
                ["title_en"] = unit.TitleEn,
                ["title_bn"] = unit.TitleBn,
                ["category"] = unit.Category,
            })]);
        }

        content["serial_no"] = certificate.SerialNo;
        content["registration_no"] = certificate.RegistrationNo;
        content[AssessmentCentre] = new JsonObject { [Code] = certificate.CentreCode };
        content["pathway"] = certificate.Pathway;
        content[AssessedOn] = Text(certificate.AssessedOn);
        content[ResultPublishedOn] = Text(resultDate);
        content["valid_until"] = Text(validUntil);
        Add(content, "replaces", certificate.Replaces);
        AddCentre(content, trust);
        return content;
    }

    public static JsonObject OfClaims(JsonObject claims, string vct, TrustSnapshot? trust)
    {
        var content = new JsonObject { ["vct"] = vct };
        if (CredentialTypes.TryGet(vct, out var type))
        {
            content["award"] = type.Award.ToString();
        }

        if (claims[FullName] is { } name)
        {
            content[NameEn] = name.DeepClone();
        }

        foreach (var (claim, value) in claims)
        {
            if (!NotShown.Contains(claim) && !content.ContainsKey(claim))
            {
                content[claim] = value?.DeepClone();
            }
        }

        if (AsText(claims[BirthDate]) is { Length: 10 } born
            && int.TryParse(born.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year))
        {
            content[BirthYear] = year;
        }

        if (AsText(claims[Framework]) is { } id && AsText(claims[FrameworkVersion]) is { } version)
        {
            AddMeaning(content, FrameworkData.Find(id, version));
        }

        AddCentre(content, trust);
        return content;
    }

    private static void AddMeaning(JsonObject content, Framework? framework)
    {
        if (framework is null)
        {
            return;
        }

        content["framework_name"] = new JsonObject { ["en"] = framework.NameEn, ["bn"] = framework.NameBn };
        content["framework_country"] = framework.Country;
        if (AsText(content[Level]) is { } level && framework.FindLevel(level) is { } meaning)
        {
            content["level_title"] = new JsonObject { ["en"] = meaning.TitleEn, ["bn"] = meaning.TitleBn };
            Add(content, "job_class", meaning.JobClass);
        }
    }

    private static void AddCentre(JsonObject content, TrustSnapshot? trust)
    {
        if (content[AssessmentCentre] is JsonObject centre && AsText(centre[Code]) is { } code
            && trust?.FindCentre(code) is [.., { } listed])
        {
            centre[NameEn] = listed.Name.En;
            Add(centre, NameBn, listed.Name.Bn);
            centre["district"] = listed.District;
        }
    }

    private static void Add(JsonObject json, string name, string? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }

    private static string? AsText(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
