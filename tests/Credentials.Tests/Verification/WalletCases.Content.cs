using System.Text.Json.Nodes;
using static SkillsPassport.Credentials.Tests.Verification.WalletForge;
using World = SkillsPassport.Credentials.Tests.Verification.VerdictWorld;

namespace SkillsPassport.Credentials.Tests.Verification;

/// <summary>Signed with an accredited key: values that the type does not have, and values that deny each other.</summary>
internal static partial class WalletCases
{
    // CAND-01: assessed on 2026-02-20, published on 2026-03-12, valid until 2031-03-11, 12 of 12 units; signed on 2026-11-20.
    private static readonly DateTimeOffset LastSecond = World.Utc("9999-12-31T23:59:59");

    private static IEnumerable<WalletCase> OtherValues() =>
    [
        .. from one in new (string Claim, string Value)[]
           {
               ("demo", "false"), ("demo", "1"), ("demo", "\"true\""), ("demo", "null"), ("outcome", "\"NotYetCompetent\""),
               ("outcome", "\"PartlyCompetent\""), ("outcome", "\"competent\""), ("outcome", "[\"Competent\"]"),
           }
           select new WalletCase($"{one.Claim}: {one.Value}", Expected.NotGenuine(Mismatch),
               () => Bound(Resign(claims => claims[one.Claim] = JsonNode.Parse(one.Value)))),
        new("not for demonstration", Good, () => Bound(Resign(claims => claims.Remove("demo")))),
        new("a pathway that the type does not have", Expected.NotGenuine(Mismatch), () => Bound(Instead("pathway", "Guesswork"))),
        new("another pathway that the type has", Good, () => Bound(Instead("pathway", "Assessment-only"))),
        new("a category of units that the type does not have", Expected.NotGenuine(Mismatch), () => Bound(WithUnit("magic"))),
        new("one unit more in a category that the type has", Good, () => Bound(WithUnit("generic"))),
    ];

    private static IEnumerable<WalletCase> Contradictions() =>
    [
        new("signed in the future within the clocks' difference", Good, () => Bound(Signed(World.Now.AddSeconds(60)))),
        new("signed in the future", IssuedLater, () => Bound(Signed(World.Now.AddSeconds(61)))),
        new("signed in the year 9999", IssuedLater, () => Bound(Signed(LastSecond))),
        new("signed before it began", Good, () => Bound(Resign(claims =>
            claims["nbf"] = World.IssuedAt.AddDays(1).ToUnixTimeSeconds()))),
        new("a copy of an old award, signed after its end", Expected.NotValid("expired", "expired") with { Person = ("yes", ["ok"]) },
            () => Bound(Resign(claims => End(claims, World.IssuedAt.AddDays(-2))))),
        .. from one in new (string Name, string Claim, JsonNode Value)[]
           {
               ("an end long before the end of its validity", "valid_until", "2001-01-01"),
               ("an end on the day before the end of its validity", "valid_until", "2031-03-10"),
               ("an end on the day after the end of its validity", "valid_until", "2031-03-12"),
               ("a validity that ends a second into the next day", "exp", World.Utc("2031-03-11T18:00:00").ToUnixTimeSeconds()),
               ("a validity that ends a second before its last day", "exp", World.Utc("2031-03-10T17:59:59").ToUnixTimeSeconds()),
               ("a result of the second day after signing", "result_published_on", "2026-11-22"),
               ("a result of 2030", "result_published_on", "2030-01-01"),
               ("more competent units than there are", "units_competent", 99),
               ("fewer units than competent ones", "units_total", 11),
               ("a result before the assessment", "result_published_on", "2026-02-19"),
           }
           select new WalletCase(one.Name, Expected.NotGenuine(Mismatch),
               () => Bound(Resign(claims => claims[one.Claim] = one.Value.DeepClone()))),
        new("a validity that ends in the first second of its last day", Good, () => Bound(Resign(claims =>
            claims["exp"] = World.Utc("2031-03-10T18:00:00").ToUnixTimeSeconds()))),
        new("a result of the night in Bangladesh before which it was signed", Good, () => Bound(Resign(claims =>
            claims["result_published_on"] = "2026-11-21"))),
        new("a result of the day of the assessment", Good, () => Bound(Resign(claims =>
            claims["result_published_on"] = "2026-02-20"))),
        new("a validity to the last second of the year 9999", Good, () => Bound(Resign(claims => End(claims, LastSecond)))),
        new("an assessment after the result", Expected.NotGenuine(Mismatch), () => Bound(Instead("assessed_on", "2026-03-13"))),
        new("an assessment after signing", Expected.NotGenuine(Mismatch), () => Bound(Instead("assessed_on", "2052-01-01"))),
        new("a level the framework does not have", Expected.GenuineOpen("framework_data_unknown"),
            () => Bound(Resign(claims => claims["level"] = "99"))),
    ];

    private static IEnumerable<WalletCase> OtherForms() =>
    [
        new("a status list in the form of paper", Good, () => Bound(Issue()))
        {
            Status = () => World.StatusList(uri: WalletForge.StatusUri),
        },
        new("revoked on a status list in the form of paper",
            Expected.NotValid("revoked", "status_revoked") with { Person = ("yes", ["ok"]) }, () => Bound(Issue()))
        {
            Status = () => World.StatusList(1, uri: WalletForge.StatusUri),
        },
        new("a status list in the form of paper, of another issuer",
            Expected.ValidOpen("status_invalid") with { Person = ("yes", ["ok"]) }, () => Bound(Issue()))
        {
            Status = () => World.StatusList(key: "other", uri: WalletForge.StatusUri),
        },
    ];

    private static Expected IssuedLater =>
        Expected.ValidOpen("issued_later") with { Person = ("yes", ["ok"]) };

    private static string Signed(DateTimeOffset at) => Resign(claims => claims["iat"] = at.ToUnixTimeSeconds());

    private static void End(JsonObject claims, DateTimeOffset end)
    {
        claims["exp"] = end.ToUnixTimeSeconds();
        claims["valid_until"] = (end < LastSecond ? end.AddHours(6) : end).UtcDateTime.ToString("yyyy-MM-dd");
    }

    /// <summary>The issuer signed another value of a claim that is disclosed.</summary>
    private static string Instead(string name, string value)
    {
        var old = Disclosures.Single(one => one.Name == name);
        var instead = $$"""["salt","{{name}}","{{value}}"]""";
        return Resign(claims => claims["_sd"]!.AsArray().Add(Forge.H(instead)), disclosures: instead)
            .Replace(old.Text + "~", "", StringComparison.Ordinal);
    }

    private static string WithUnit(string category)
    {
        var unit = $$"""["salt",{"code":"GU009L2V1","title_en":"A unit","title_bn":"একক","category":"{{category}}"}]""";
        return Resign(claims => claims["units"]!.AsArray().Add(new JsonObject { ["..."] = Forge.H(unit) }), disclosures: unit);
    }
}
