using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.SdJwtVc;

namespace SkillsPassport.Verifier.Browser;

/// <summary>
/// What the browser module needs of <c>schemas/</c>, small: framework data as paper certificates point into them, and
/// the table of checks, answers and states.
/// </summary>
public static class PageJson
{
    private const string Law = "schemas/api/verification.json";

    /// <summary>Compact, with letters as letters: Bangla and Arabic would otherwise take six bytes each.</summary>
    public static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Data() => JsonSerializer.SerializeToUtf8Bytes(
        new JsonObject
        {
            ["version"] = FrameworkData.Version,
            ["types"] = new JsonObject(Enum.GetValues<AwardType>().Select(award => KeyValuePair.Create(award.ToString(),
                (JsonNode?)new JsonObject
                {
                    ["vct"] = CredentialTypes.For(award).Vct, ["title"] = CredentialTypes.For(award).Display["en"],
                }))),
            ["frameworks"] = new JsonArray([.. FrameworkData.Frameworks.Select(Write)]),
            ["occupations"] = new JsonObject(FrameworkData.Occupations.Select(one =>
                KeyValuePair.Create(one.Code, (JsonNode?)Write(one)))),
            ["law"] = ReadLaw(),
        },
        Options);

    private static JsonObject Write(Framework framework) => new()
    {
        ["id"] = framework.Id,
        ["version"] = framework.Version,
        ["en"] = framework.NameEn,
        ["bn"] = framework.NameBn,
        ["country"] = framework.Country,
        ["levels"] = new JsonArray([.. framework.Levels.Select(level =>
            new JsonArray(level.Level, level.TitleEn, level.TitleBn, level.JobClass))]),
    };

    private static JsonObject Write(Occupation occupation) => new()
    {
        ["sector"] = occupation.SectorCode,
        ["en"] = occupation.TitleEn,
        ["bn"] = occupation.TitleBn,
        ["isco"] = occupation.Isco08,
        ["standard"] = occupation.StandardCode,
        ["units"] = new JsonArray([.. occupation.Units.Select(unit =>
            new JsonArray(unit.Code, unit.TitleEn, unit.TitleBn, unit.Category))]),
    };

    private static JsonObject ReadLaw()
    {
        using var stream = typeof(FrameworkData).Assembly.GetManifestResourceStream(Law)
            ?? throw new InvalidOperationException($"{Law} is not embedded.");
        var law = JsonNode.Parse(stream)!;
        return new JsonObject
        {
            ["skew"] = law["clockSkewSeconds"]!.DeepClone(),
            ["checks"] = new JsonArray([.. law["checks"]!.AsArray().Select(row => new JsonObject
            {
                ["check"] = row!["code"]!.DeepClone(),
                ["spec"] = (row["spec"]!["*"] ?? row["spec"]!["paper"])!.DeepClone(),
            })]),
            ["questions"] = new JsonArray([.. law["questions"]!.AsArray().Select(row => new JsonObject
            {
                ["code"] = row!["code"]!.DeepClone(), ["checks"] = row["checks"]!.DeepClone(),
            })]),
            ["states"] = law["states"]!.DeepClone(),
        };
    }
}
