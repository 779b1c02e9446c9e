using System.Globalization;
using System.Text.Json;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Issuing;

namespace SkillsPassport.Credentials.Tests.Paper;

/// <summary>The invented persons of <c>Vectors/sample-candidates.json</c> as awards.</summary>
internal static class SampleAwards
{
    public const string Issuer = "https://nsda.passport.example.gov.bd";
    public const string StatusUri = Issuer + "/status/1.cwt";

    public static readonly DateTimeOffset IssuedAt = new(2026, 11, 21, 9, 30, 0, TimeSpan.FromHours(6));

    public static readonly IReadOnlyDictionary<string, Award> ByCandidate = Read();

    public static CopyTarget Target(int index = 100_000) => new(Issuer, StatusUri, index, IssuedAt);

    public static Award Plumber => ByCandidate["CAND-01"];

    private static Dictionary<string, Award> Read()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Vector.Path("sample-candidates.json")));
        var awards = new Dictionary<string, Award>();
        foreach (var candidate in file.RootElement.GetProperty("candidates").EnumerateArray())
        {
            if (Enum.TryParse<AwardType>(Text(candidate, "outcome"), out var type))
            {
                awards.Add(Text(candidate, "id")!, ToAward(candidate, type));
            }
        }

        return awards;
    }

    private static Award ToAward(JsonElement candidate, AwardType type)
    {
        var occupation = FrameworkData.FindOccupation(Text(candidate, "occupation")!)!;
        var framework = Text(candidate, "framework")!;
        var published = DateOnly.Parse(Text(candidate, "resultPublishedOn")!, CultureInfo.InvariantCulture);
        return new Award
        {
            Type = type,
            SerialNo = Text(candidate, "serialNo")!,
            RegistrationNo = Text(candidate, "registrationNo")!,
            FullName = Text(candidate, "nameEn")!,
            NameBn = Text(candidate, "nameBn")!.Normalize(),
            FatherName = Text(candidate, "fatherNameEn")!,
            MotherName = Text(candidate, "motherNameEn")!,
            BirthDate = DateOnly.Parse(Text(candidate, "dateOfBirth")!, CultureInfo.InvariantCulture),
            NidLast4 = Text(candidate, "nid")![^4..],
            PassportLast3 = Text(candidate, "passportNo")![^3..],
            OccupationCode = occupation.Code,
            Framework = framework,
            FrameworkVersion = FrameworkData.Frameworks.Single(known => known.Id == framework).Version,
            Level = Text(candidate, "level")!,
            UnitCodes = [.. candidate.GetProperty("unitResults").EnumerateArray()
                .Where(unit => Text(unit, "result") == "Competent")
                .Select(unit => Text(unit, "code")!)],
            Pathway = Text(candidate, "pathway")!,
            CentreCode = Text(candidate, "centre")!,
            CentreName = "Demonstration RPL Centre",
            AssessedOn = published.AddDays(-20),
            ResultPublishedOn = published,
            ValidUntil = published.AddYears(5).AddDays(-1),
            Replaces = Text(candidate, "replaces"),
            Demo = true,
            SheetDigest = "",
        };
    }

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
