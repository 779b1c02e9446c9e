using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Trust;
using World = SkillsPassport.Credentials.Tests.Verification.VerdictWorld;

namespace SkillsPassport.Credentials.Tests.Verification;

/// <summary>Trust list, issuers, awards, centres and keys.</summary>
internal static partial class VerdictCases
{
    private static IEnumerable<VerdictCase> TrustList() =>
    [
        new("trust list missing", Expected.GenuineOpen("trust_list_missing")) { TrustText = _ => null },
        new("trust list 59 seconds past its end", Expected.AllRight)
        {
            Trust = list => list with { NextUpdate = World.Now.AddSeconds(-59) },
        },
        new("trust list stale", Expected.AccreditedOpen("trust_list_stale"))
        {
            Trust = list => list with { NextUpdate = World.Now.AddSeconds(-60) },
        },
        new("trust list changed", Expected.GenuineOpen("trust_list_invalid"))
        {
            TrustText = text => text[..^10] + (text[^10] == 'A' ? 'B' : 'A') + text[^9..],
        },
        new("trust list signed by another root", Expected.GenuineOpen("trust_list_invalid"))
        {
            SignedByRoot = "another root",
        },
        new("trust list that is no token", Expected.GenuineOpen("trust_list_invalid"))
        {
            TrustText = _ => "<html>not found</html>",
        },
        new("trust list from the future", Expected.GenuineOpen("trust_list_invalid"))
        {
            Trust = list => list with { IssuedAt = World.Now.AddSeconds(61) },
        },
        new("trust list older than one seen", Expected.GenuineOpen("trust_list_rollback"))
        {
            Remembered = list => new TrustListMemory(list.Sequence + 1, "x"),
        },
        new("second trust list with one number", Expected.GenuineOpen("trust_list_rollback"))
        {
            Remembered = list => new TrustListMemory(list.Sequence, "x"),
        },
        new("the trust list that was seen before", Expected.AllRight)
        {
            Remembered = list => new TrustListMemory(list.Sequence, list.Digest),
        },
        new("trust list newer than one seen", Expected.AllRight)
        {
            Remembered = list => new TrustListMemory(list.Sequence - 1, "x"),
        },
        new("trust list with registers and a history", Expected.AllRight)
        {
            Trust = list => list with
            {
                Registers = [new("comparisons", "https://a.example/c.jwt", [World.Trusted("register")])],
                History = [new(list.Sequence - 1, new string('A', 43), "https://a.example/trust-lists/6.jwt")],
            },
        },
        new("trust list with members of a later time", Expected.AllRight) { ListJson = list => list["later"] = 1 },
        new("trust list of version 1", Expected.AllRight) { ListJson = list => list["version"] = 1 },
        new("trust list of a later version", Expected.GenuineOpen("trust_list_invalid"))
        {
            ListJson = list => list["version"] = 2,
        },
        new("trust list with a register without keys", Expected.GenuineOpen("trust_list_invalid"))
        {
            ListJson = list => list["registers"] = new JsonArray(new JsonObject
            {
                ["kind"] = "comparisons", ["id"] = "https://a.example/c.jwt", ["keys"] = new JsonArray(),
            }),
        },
        new("trust list with a history that is no list", Expected.GenuineOpen("trust_list_invalid"))
        {
            ListJson = list => list["history"] = 6,
        },
        new("stale trust list without the centre", Expected.AccreditedOpen("trust_list_stale"))
        {
            Trust = list => Stale(list).WithCentres(),
        },
        new("stale trust list without the issuer", Expected.GenuineOpen("issuer_unknown") with
        {
            Accredited = Expected.Open("issuer_unknown"),
        })
        {
            Trust = list => Stale(list) with { Issuers = [.. list.Issuers.Where(issuer => issuer.Id != World.Nsda)] },
        },
        new("stale trust list on which the issuer is withdrawn", Withdrawn())
        {
            Trust = list => Stale(list).WithNsda(nsda => nsda with { WithdrawnFrom = World.IssuedAt }),
        },
    ];

    private static IEnumerable<VerdictCase> Issuers() =>
    [
        new("issuer nobody accredited", Expected.GenuineOpen("issuer_unknown") with
        {
            State = "not_accredited",
            Accredited = Expected.No("issuer_unknown"),
        })
        {
            Issuer = "https://diplomas.example", Key = "attacker",
        },
        new("issuer withdrawn when it signed", Withdrawn())
        {
            Trust = list => list.WithNsda(nsda => nsda with { WithdrawnFrom = World.IssuedAt }),
        },
        new("issuer withdrawn after it signed", Expected.AllRight)
        {
            Trust = list => list.WithNsda(nsda => nsda with { WithdrawnFrom = World.IssuedAt.AddSeconds(1) }),
        },
    ];

    private static IEnumerable<VerdictCase> Awards() =>
    [
        new("award the issuer may not give", Expected.NotAccredited("award_not_permitted"))
        {
            Candidate = "CAND-02",
            Trust = list => list.WithNsda(nsda => nsda with { Awards = [nsda.Awards[0]] }),
        },
        new("framework the issuer may not use", Expected.NotAccredited("award_not_permitted"))
        {
            Trust = list => list.WithNsda(nsda => nsda with { Awards = World.AllAwards("BD-NTVQF") }),
        },
        new("result on the last permitted day", Expected.AllRight) { Trust = list => AwardsUntil(list, "2026-03-12") },
        new("result after the last permitted day", Expected.NotAccredited("award_not_permitted"))
        {
            Trust = list => AwardsUntil(list, "2026-03-11"),
        },
        new("stale trust list without the award", Expected.AccreditedOpen("trust_list_stale"))
        {
            Trust = list => Stale(AwardsUntil(list, "2026-03-11")),
        },
    ];

    // CAND-01 was assessed on 2026-02-20 at RPLC-DEMO-01.
    private static IEnumerable<VerdictCase> Centres() =>
    [
        new("centre nobody accredited", Expected.NotAccredited("centre_unknown"))
        {
            Trust = list => list.WithCentres(World.Centre("RPLC-DEMO-09", "2020-01-01")),
        },
        new("centre accredited until the day before", Expected.NotAccredited("centre_not_accredited"))
        {
            Trust = list => list.WithCentres(World.Centre("RPLC-DEMO-01", "2020-01-01", "2026-02-19")),
        },
        new("centre accredited until that day", Expected.AllRight)
        {
            Trust = list => list.WithCentres(World.Centre("RPLC-DEMO-01", "2020-01-01", "2026-02-20")),
        },
        new("centre accredited only later", Expected.NotAccredited("centre_not_accredited"))
        {
            Trust = list => list.WithCentres(World.Centre("RPLC-DEMO-01", "2026-02-21")),
        },
        new("centre accredited a second time", Expected.AllRight)
        {
            Trust = list => list.WithCentres(World.Centre("RPLC-DEMO-01", "2020-01-01", "2024-12-31"),
                World.Centre("RPLC-DEMO-01", "2026-01-01")),
        },
        new("centre's accreditation lapsed between two periods", Expected.NotAccredited("centre_not_accredited"))
        {
            Trust = list => list.WithCentres(World.Centre("RPLC-DEMO-01", "2020-01-01", "2026-01-31"),
                World.Centre("RPLC-DEMO-01", "2026-03-01")),
        },
    ];

    private static IEnumerable<VerdictCase> Keys() =>
    [
        new("key nobody knows", Expected.NotGenuine("key_unknown")) { Key = "attacker" },
        new("key of another issuer", Expected.NotGenuine("key_unknown")) { Key = "other" },
        new("stale trust list without the key", Expected.GenuineOpen("key_unknown"))
        {
            Key = "attacker", Trust = Stale,
        },
        new("keys of the issuer not had", Expected.GenuineOpen("key_unknown"))
        {
            Issuer = World.Keyless, Key = "keyless",
        },
        new("key not in the issuer's metadata", Expected.NotGenuine("key_unknown"))
        {
            Issuer = World.Keyless, Key = "attacker", MetadataKey = "keyless",
        },
        new("metadata key of an issuer that is listed with keys", Expected.NotGenuine("key_unknown"))
        {
            Key = "attacker", MetadataKey = "attacker",
        },
        new("signed when the key was retired", Expected.NotGenuine("key_expired"))
        {
            Key = "nsda retired", IssuedAt = World.Utc("2026-06-01T00:00:00"),
        },
        new("signed before the key was accepted", Expected.NotGenuine("key_not_yet_valid")) { Key = "nsda next" },
        new("signed when the key was stolen", Expected.NotGenuine("key_compromised"))
        {
            Key = "nsda stolen", IssuedAt = World.Utc("2026-11-20T00:00:00"),
        },
        new("signed long after the key was stolen", Expected.NotGenuine("key_compromised")) { Key = "nsda stolen" },
        new("signed one second before the key was stolen", Expected.AllRight)
        {
            Key = "nsda stolen", IssuedAt = World.Utc("2026-11-19T23:59:59"),
        },
    ];

    private static Expected Withdrawn() => Expected.NotAccredited("issuer_withdrawn") with
    {
        Valid = Expected.Open("issuer_withdrawn"),
    };

    private static TrustListContent Stale(TrustListContent list) =>
        list with { IssuedAt = World.Now.AddDays(-9), NextUpdate = World.Now.AddDays(-2) };

    private static TrustListContent AwardsUntil(TrustListContent list, string day) => list.WithNsda(nsda => nsda with
    {
        Awards = [.. nsda.Awards.Select(award => award with { Until = World.Day(day) })],
    });
}
