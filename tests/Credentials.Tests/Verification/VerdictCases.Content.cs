using World = SkillsPassport.Credentials.Tests.Verification.VerdictWorld;

namespace SkillsPassport.Credentials.Tests.Verification;

/// <summary>
/// What deceives by its content, though the right key signed it: certificates whose dates deny each other, and status
/// lists in the wallets' form.
/// </summary>
internal static partial class VerdictCases
{
    // CAND-01: assessed on 2026-02-20, published on 2026-03-12; signed on 2026-11-20 at 08:00 (UTC).
    private static IEnumerable<VerdictCase> Contradictions() =>
    [
        Dates("signed in the future within the clocks' difference", Expected.AllRight, issuedAt: World.Now.AddSeconds(60)),
        Dates("signed in the future", Expected.NotValid("not_yet_valid", "not_yet_valid"), issuedAt: World.Now.AddSeconds(61)),
        Dates("signed in the year 9999", Expected.NotValid("not_yet_valid", "not_yet_valid"),
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

    private static Expected Contradictory => Expected.NotGenuine("type_metadata_mismatch");

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
