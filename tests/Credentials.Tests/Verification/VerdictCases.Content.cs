using System.Text.Json.Nodes;
using World = SkillsPassport.Credentials.Tests.Verification.VerdictWorld;

namespace SkillsPassport.Credentials.Tests.Verification;

/// <summary>
/// What deceives by its content, though the right key signed it: certificates whose dates deny each other, status lists
/// in the wallets' form, and trust lists that lack what every list has.
/// </summary>
internal static partial class VerdictCases
{
    // CAND-01: assessed on 2026-02-20, published on 2026-03-12; signed on 2026-11-20 at 08:00 (UTC).
    private static IEnumerable<VerdictCase> Contradictions() =>
    [
        Dates("signed in the future within the clocks' difference", Expected.AllRight, issuedAt: World.Now.AddSeconds(60)),
        Dates("signed in the future", Expected.ValidOpen("issued_later"), issuedAt: World.Now.AddSeconds(61)),
        Dates("signed in the future, to begin later still", Expected.ValidOpen("issued_later"),
            issuedAt: World.Now.AddSeconds(61), begins: World.Now.AddSeconds(90)),
        Dates("signed in the year 9999", Expected.ValidOpen("issued_later"),
            issuedAt: DateTimeOffset.FromUnixTimeSeconds(LastSecond)),
        Dates("signed after its end", Expected.NotValid("expired", "expired"), ends: World.IssuedAt.AddSeconds(-1)),
        Dates("assessed on the day of the result", Expected.AllRight, assessedOn: "2026-03-12"),
        Dates("assessed on the day after the result", Contradictory, assessedOn: "2026-03-13"),
        Dates("assessed in 2052", Contradictory, assessedOn: "2052-01-01"),
        Dates("assessed on the day after signing, the result later still", Contradictory with
        {
            Valid = Expected.No("not_yet_valid"),
        }, assessedOn: "2026-11-21", begins: World.Utc("2026-11-25T00:00:00")),
        Dates("assessed on the day of signing, the result later", Expected.NotValid("not_yet_valid", "not_yet_valid"),
            assessedOn: "2026-11-20", begins: World.Utc("2026-11-25T00:00:00")),
    ];

    private static IEnumerable<VerdictCase> OtherForms() =>
    [
        WithStatus("status list in the form of wallets", Expected.AllRight, () => WalletForge.StatusList(uri: World.StatusUri)),
        WithStatus("status list in the form of wallets, revoked", Expected.NotValid("revoked", "status_revoked"),
            () => WalletForge.StatusList(1, uri: World.StatusUri)),
        WithStatus("status list in the form of wallets, signed by another issuer", Open,
            () => WalletForge.StatusList(key: "other", uri: World.StatusUri)),
        WithStatus("status list in the form of wallets, signed with a stolen key", Open,
            () => WalletForge.StatusList(key: "nsda stolen", uri: World.StatusUri)),
        WithStatus("status list in the form of wallets, of another address", Open, () => WalletForge.StatusList()),
        WithStatus("status list in the form of wallets, stale", Expected.ValidOpen("status_stale"), () => WalletForge.StatusList(
            uri: World.StatusUri, issuedAt: World.Now.AddDays(-1), expires: World.Now.AddSeconds(-60))),
        WithStatus("status list of no octets", Open, () => []),
    ];

    private static IEnumerable<VerdictCase> OddTrustLists() =>
    [
        Lacking("who signed it", list => list.Remove("iss")),
        Lacking("its scheme", list => list.Remove("scheme")),
        Lacking("the name of its scheme", list => list["scheme"]!.AsObject().Remove("name")),
        Lacking("its territory", list => list["scheme"]!.AsObject().Remove("territory")),
        Lacking("wallets", list => list.Remove("wallets")),
        Lacking("an issuer's name", list => Nsda(list).Remove("name")),
        Lacking("an issuer's roots", list => Nsda(list).Remove("roots")),
        Lacking("an issuer's keys", list => Nsda(list).Remove("keys")),
        Lacking("an issuer's awards", list => Nsda(list)["awards"] = new JsonArray()),
        Lacking("a framework of an award", list => Nsda(list)["awards"]![0]!["frameworks"] = new JsonArray()),
        Lacking("a key's name", list => Nsda(list)["keys"]![0]!["jwk"]!.AsObject().Remove("kid")),
        Lacking("a key's beginning", list => Nsda(list)["keys"]![0]!.AsObject().Remove("from")),
        Lacking("a centre's district", list => list["centres"]![0]!.AsObject().Remove("district")),
        Odd("with null for roots", list => Nsda(list)["roots"] = null),
        Odd("with a root that is no base64", list => Nsda(list)["roots"] = new JsonArray("A_-A")),
        Odd("with a number for an issuer's other name", list => Nsda(list)["name"]!["bn"] = 1),
        Odd("with text for demo", list => Nsda(list)["demo"] = "yes"),
        Odd("with two keys of one name", list => Nsda(list)["keys"]![1]!["jwk"]!["kid"] = World.Key("nsda").Kid),
        Odd("with a private key", list => Nsda(list)["keys"]![0]!["jwk"]!["d"] = "AAAA"),
        Odd("with a key that ends before it begins", list => Nsda(list)["keys"]![0]!["until"] = 1),
        Odd("with an award that ends before it begins", list => Nsda(list)["awards"]![0]!["until"] = "2019-12-31"),
        Odd("with a day that the calendar does not have", list => Nsda(list)["awards"]![0]!["from"] = "2020-02-30"),
        Odd("with one issuer twice", list => list["issuers"]![1]!["id"] = World.Nsda),
        Odd("that ends before it begins", list => list["nextUpdate"] = list["iat"]!.DeepClone()),
        new("trust list without what may be missing", Expected.AllRight)
        {
            ListJson = list =>
            {
                list["scheme"]!.AsObject().Remove("demo");
                foreach (var name in new[] { "demo", "lookup", "withdrawnFrom" })
                {
                    Nsda(list).Remove(name);
                }

                Nsda(list)["keys"]![0]!.AsObject().Remove("until");
            },
        },
    ];

    private static Expected Contradictory => Expected.NotGenuine("type_metadata_mismatch");

    private static JsonObject Nsda(JsonObject list) => list["issuers"]![0]!.AsObject();

    private static VerdictCase Lacking(string what, Action<JsonObject> change) => Odd($"without {what}", change);

    private static VerdictCase Odd(string what, Action<JsonObject> change) =>
        new($"trust list {what}", Expected.GenuineOpen("trust_list_invalid")) { ListJson = change };

    private static VerdictCase Dates(string name, Expected expected, string? assessedOn = null,
        DateTimeOffset? issuedAt = null, DateTimeOffset? begins = null, DateTimeOffset? ends = null) => new(name, expected)
    {
        Forge = cwt => Claims(assessedOn is null ? cwt : Label(cwt, Specs.Paper.AssessedOn,
            PaperForge.Number(World.Day(assessedOn).DayNumber - new DateOnly(1970, 1, 1).DayNumber)), claims =>
            {
                Set(claims, Specs.Cwt.Iat, issuedAt);
                Set(claims, Specs.Cwt.Nbf, begins);
                Set(claims, Specs.Cwt.Exp, ends);
            }),
    };

    private static void Set(SortedDictionary<int, byte[]> claims, int label, DateTimeOffset? time)
    {
        if (time is { } given)
        {
            claims[label] = PaperForge.Number(given.ToUnixTimeSeconds());
        }
    }
}
