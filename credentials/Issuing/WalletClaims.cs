using System.Globalization;
using System.Text.Json;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Credentials.SdJwtVc;

namespace SkillsPassport.Credentials.Issuing;

/// <summary>
/// The award as claims. Names only: which claims are hidden, demanded or allowed is said by <c>schemas/credentials</c>,
/// and every claim set is linted against it.
/// </summary>
internal static class WalletClaims
{
    private static readonly TimeSpan Dhaka = TimeSpan.FromHours(6);

    public static JsonElement Write(
        CredentialType type, Award award, CopyTarget target, Jwk holderKey, Occupation occupation)
    {
        using var json = new PooledBuffer(8192);
        using (var writer = new Utf8JsonWriter(json, WireJson.Writer))
        {
            writer.WriteStartObject();
            WriteRegistered(writer, type, award, target, holderKey);
            WriteAward(writer, type, award, occupation);
            WritePerson(writer, award);
            WriteUnits(writer, award, occupation);
            writer.WriteEndObject();
        }

        // Our own octets: nothing to be strict about.
        return JsonElement.Parse(json.Written);
    }

    private static void WriteRegistered(
        Utf8JsonWriter writer, CredentialType type, Award award, CopyTarget target, Jwk holderKey)
    {
        writer.WriteString(Specs.Jose.Iss, target.Issuer);
        writer.WriteString(Specs.SdJwtVc.Vct, type.Vct);
        writer.WriteString(Specs.SdJwtVc.VctIntegrity, type.Integrity);
        // Floored to the UTC day: copies of one batch cannot be told apart, or put together, by their second.
        writer.WriteNumber(Specs.Jose.Iat, target.IssuedAt.ToUnixTimeSeconds() / 86_400 * 86_400);
        writer.WriteNumber(Specs.Jose.Nbf,
            new DateTimeOffset(award.ResultPublishedOn, TimeOnly.MinValue, Dhaka).ToUnixTimeSeconds());
        writer.WriteNumber(Specs.Jose.Exp,
            new DateTimeOffset(award.ValidUntil, new TimeOnly(23, 59, 59), Dhaka).ToUnixTimeSeconds());
        writer.WriteStartObject(Specs.Jose.Cnf);
        writer.WriteStartObject(Specs.Jose.CnfJwk);
        writer.WriteString(Specs.Jose.Kty, Specs.Jose.EC);
        writer.WriteString(Specs.Jose.Crv, Specs.Jose.P256);
        writer.WriteString(Specs.Jose.X, holderKey.X);
        writer.WriteString(Specs.Jose.Y, holderKey.Y);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartObject(Specs.SdJwtVc.Status);
        writer.WriteStartObject(Specs.TokenStatusList.StatusList);
        writer.WriteNumber(Specs.TokenStatusList.Idx, target.StatusIndex);
        writer.WriteString(Specs.TokenStatusList.Uri, target.StatusUri);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteAward(Utf8JsonWriter writer, CredentialType type, Award award, Occupation occupation)
    {
        writer.WriteString("title", $"{type.Display["en"]} on {occupation.TitleEn}, Level-{award.Level}");
        writer.WriteString("framework", award.Framework);
        writer.WriteString("framework_version", award.FrameworkVersion);
        writer.WriteString("level", award.Level);
        writer.WriteString("standard_code", occupation.StandardCode);
        writer.WriteStartObject("occupation");
        writer.WriteString("code", occupation.Code);
        writer.WriteString("name_en", occupation.TitleEn);
        writer.WriteString("name_bn", occupation.TitleBn);
        writer.WriteString("isco08", occupation.Isco08);
        writer.WriteEndObject();
        writer.WriteString("serial_no", award.SerialNo);
        WriteDate(writer, "result_published_on", award.ResultPublishedOn);
        WriteDate(writer, "valid_until", award.ValidUntil);
        writer.WriteString("outcome", award.Type switch
        {
            AwardType.NationalSkillsCertificate => "Competent",
            AwardType.StatementOfAchievement => "PartlyCompetent",
        });
        writer.WriteNumber("units_competent", award.UnitCodes.Count);
        writer.WriteNumber("units_total", occupation.Units.Count);
        if (award.Demo)
        {
            writer.WriteBoolean("demo", true);
        }
    }

    private static void WritePerson(Utf8JsonWriter writer, Award award)
    {
        writer.WriteString("full_name", award.FullName);
        writer.WriteString("name_bn", award.NameBn);
        writer.WriteString("father_name", award.FatherName);
        writer.WriteString("mother_name", award.MotherName);
        WriteDate(writer, "birth_date", award.BirthDate);
        WriteOptional(writer, "nid_last4", award.NidLast4);
        WriteOptional(writer, "passport_last3", award.PassportLast3);
        writer.WriteString("registration_no", award.RegistrationNo);
        writer.WriteStartObject("assessment_centre");
        writer.WriteString("code", award.CentreCode);
        writer.WriteString("name", award.CentreName);
        writer.WriteEndObject();
        WriteDate(writer, "assessed_on", award.AssessedOn);
        writer.WriteString("pathway", award.Pathway);
        WriteOptional(writer, "replaces", award.Replaces);
    }

    private static void WriteUnits(Utf8JsonWriter writer, Award award, Occupation occupation)
    {
        writer.WriteStartArray("units");
        foreach (var code in award.UnitCodes)
        {
            var unit = occupation.Units[occupation.IndexOfUnit(code)];
            writer.WriteStartObject();
            writer.WriteString("code", unit.Code);
            writer.WriteString("title_en", unit.TitleEn);
            writer.WriteString("title_bn", unit.TitleBn);
            writer.WriteString("category", unit.Category);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteDate(Utf8JsonWriter writer, string name, DateOnly date)
    {
        Span<char> text = stackalloc char[IsoDay.Length];
        date.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        writer.WriteString(name, text);
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
