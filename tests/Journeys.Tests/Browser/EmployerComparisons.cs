using System.Text;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Journeys.Tests.Browser;

/// <summary>A comparison register with a row of every status, as the authority would publish it.</summary>
public static class EmployerComparisons
{
    public static string Sign(EcSigner key, string authority, DateTimeOffset at, int sequence)
    {
        var register = new JsonObject
        {
            ["iss"] = authority, ["iat"] = at.ToUnixTimeSeconds(), ["sequence"] = sequence,
            ["nextUpdate"] = at.AddDays(7).ToUnixTimeSeconds(), ["demo"] = true,
            ["destinations"] = new JsonArray(
                Country("SA", "Saudi Arabia", "SVP (Takamol): theory CBT + practical, pass ≥ 50%",
                    ("professionalVerification", "PV ≤ 21 days"), ("occupationCode", "SSCO")), Country("QA", "Qatar"),
                Country("AE", "United Arab Emirates"), Country("OM", "Oman"),
                Country("JO", "Jordan", null, ("note", "Garment factories, mostly women, via BOESL"))),
            ["frameworks"] = new JsonArray(
                Framework("SA", "NQF-KSA", 8), Framework("AE", "UAE National Qualifications Framework (QFEmirates)", 10),
                Framework("JO", "Jordan National Qualifications Framework", 10), Framework("OM", "Oman Qualifications Framework", 10)),
            ["rows"] = new JsonArray(
                Row("sa-svp", "SA", "bilateral-test-required", "2", ("disclaimer", "A Bangladeshi certificate does not replace the SVP test.")),
                Row("sa-talks", "SA", "under-negotiation", "2"),
                Row("ae-2", "AE", "indicative-comparison", "4", ("demo", true)),
                Row("jo-mra", "JO", "mra-in-force", "3", ("legalInstrument", "Agreement of 2026"), ("validFrom", "2026-01-01")),
                Row("jo-old", "JO", "mra-in-force", "9", ("legalInstrument", "Agreement of 2001"), ("validUntil", "2020-12-31")),
                Row("om-old", "OM", "expired", "5", ("validUntil", "2020-12-31"))),
        };
        var header = new JsonObject { ["typ"] = "comparison-register+jwt", ["kid"] = key.Kid };
        return Jws.Sign(key, header, Encoding.UTF8.GetBytes(register.ToJsonString()));
    }

    private static JsonObject Country(string code, string name, string? test = null, params (string Name, string Value)[] extra) => new()
    {
        ["code"] = code, ["nameEn"] = name, ["nameBn"] = name, ["frameworks"] = new JsonArray(), ["skillTest"] = test,
        ["extra"] = extra.Length == 0 ? null : new JsonObject(extra.Select(one => KeyValuePair.Create(one.Name, (JsonNode?)one.Value))),
        ["languages"] = null,
    };

    private static JsonObject Framework(string country, string name, int levels) => new()
    {
        ["id"] = $"{country}-NQF", ["country"] = country, ["name"] = name, ["levelCount"] = levels,
        ["authority"] = null, ["legalInstrument"] = null,
    };

    private static JsonObject Row(string id, string country, string status, string level, params (string Name, JsonNode Value)[] more)
    {
        var row = new JsonObject
        {
            ["id"] = id, ["status"] = status,
            ["from"] = new JsonObject { ["framework"] = "BD-NSQF", ["version"] = "2021", ["level"] = "*" },
            ["to"] = new JsonObject { ["framework"] = $"{country}-NQF", ["version"] = null, ["level"] = level },
            ["legalInstrument"] = null, ["publisher"] = "Test publisher", ["sourceUrl"] = null, ["sourceDocumentHash"] = null,
            ["retrievedOn"] = "2026-11-21", ["validFrom"] = null, ["validUntil"] = null,
            ["scope"] = new JsonObject { ["occupations"] = new JsonArray("*"), ["levels"] = null, ["note"] = null },
            ["disclaimer"] = null, ["proposedBy"] = "one", ["approvedBy"] = "two", ["supersedes"] = null,
        };
        foreach (var (name, value) in more)
        {
            row[name] = value;
        }

        return row;
    }
}
