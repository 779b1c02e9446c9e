using System.Formats.Cbor;
using SkillsPassport.Credentials.Cose;
using SkillsPassport.Credentials.Status;
using SkillsPassport.Credentials.Trust;
using World = SkillsPassport.Credentials.Tests.Verification.VerdictWorld;

namespace SkillsPassport.Credentials.Tests.Verification;

/// <summary>Times and status.</summary>
internal static partial class VerdictCases
{
    // CAND-01: result 2026-03-12, so valid from 2026-03-11T18:00:00Z to 2031-03-11T17:59:59Z.
    private static readonly DateTimeOffset Begins = World.Utc("2026-03-11T18:00:00");
    private static readonly DateTimeOffset Ends = World.Utc("2031-03-11T17:59:59");

    private static IEnumerable<VerdictCase> Times() =>
    [
        At("one second before the end", Ends.AddSeconds(-1), Expected.AllRight),
        At("at the end, within the clocks' difference", Ends, Expected.AllRight),
        At("59 seconds after the end", Ends.AddSeconds(59), Expected.AllRight),
        At("60 seconds after the end", Ends.AddSeconds(60), Expected.NotValid("expired", "expired")),
        At("years after the end", Ends.AddYears(3), Expected.NotValid("expired", "expired")),
        At("60 seconds before the beginning", Begins.AddSeconds(-60), Expected.AllRight),
        At("61 seconds before the beginning", Begins.AddSeconds(-61),
            Expected.NotValid("not_yet_valid", "not_yet_valid")),
        At("revoked and expired", Ends.AddYears(1), Expected.NotValid("revoked", "status_revoked"), 1),
        At("suspended and not yet valid", Begins.AddDays(-1), Expected.NotValid("suspended", "status_suspended"), 2),
        new("expired, no status list at hand", Expected.NotValid("expired", "expired"))
        {
            Now = Ends.AddDays(1), IssuedAt = Ends.AddYears(-2), Trust = list => Dated(list, Ends.AddDays(1)),
            Status = null,
        },
    ];

    private static IEnumerable<VerdictCase> Status() =>
    [
        WithStatus("revoked", Expected.NotValid("revoked", "status_revoked"), () => World.StatusList(1)),
        WithStatus("suspended", Expected.NotValid("suspended", "status_suspended"), () => World.StatusList(2)),
        WithStatus("replaced", Expected.NotValid("replaced", "status_replaced"), () => World.StatusList(3)),
        WithStatus("status list missing", Expected.ValidOpen("status_unreachable"), null),
        WithStatus("status list 59 seconds past its end", Expected.AllRight, () => World.StatusList(
            issuedAt: World.Now.AddDays(-1), expires: World.Now.AddSeconds(-59))),
        WithStatus("status list stale", Expected.ValidOpen("status_stale"), () => World.StatusList(
            issuedAt: World.Now.AddDays(-1), expires: World.Now.AddSeconds(-60))),
        WithStatus("stale status list that said revoked", Expected.ValidOpen("status_stale"), () => World.StatusList(
            1, issuedAt: World.Now.AddDays(-3), expires: World.Now.AddDays(-2))),
        WithStatus("status list without an end, a day old", Expected.ValidOpen("status_stale"), () => Token(
            claims => claims.Remove(Specs.Cwt.Exp), issuedAt: World.Now.AddHours(-25))),
        WithStatus("status list without an end, fresh", Expected.AllRight, () => Token(
            claims => claims.Remove(Specs.Cwt.Exp))),
        WithStatus("status list from the future", Expected.ValidOpen("status_invalid"), () => World.StatusList(
            issuedAt: World.Now.AddSeconds(61))),
        WithStatus("another list's token", Expected.ValidOpen("status_invalid"), () => World.StatusList(
            uri: World.Nsda + "/status/2.cwt")),
        WithStatus("status list shorter than the index", Expected.ValidOpen("status_out_of_range"), Short),
        WithStatus("status list changed", Expected.ValidOpen("status_invalid"), () =>
            [.. World.StatusList()[..^1], (byte)(World.StatusList()[^1] ^ 1)]),
        WithStatus("status list signed by another issuer", Expected.ValidOpen("status_invalid"), () =>
            World.StatusList(key: "other")),
        WithStatus("status list signed by nobody known", Expected.ValidOpen("status_invalid"), () =>
            World.StatusList(key: "attacker")),
        WithStatus("status list signed with a stolen key", Expected.ValidOpen("status_invalid"), () =>
            World.StatusList(key: "nsda stolen")),
        WithStatus("status list that is a bomb", Expected.ValidOpen("status_invalid"), () => Token(list: Zlib(new byte[8 << 20]))),
        WithStatus("status list that is no zlib", Expected.ValidOpen("status_invalid"), () =>
            Token(list: [1, 2, 3, 4, 5, 6, 7, 8])),
        WithStatus("status list of three bits", Expected.ValidOpen("status_invalid"), () => Token(bits: 3)),
        WithStatus("status list of one bit, revoked", Expected.NotValid("revoked", "status_revoked"), () =>
            World.StatusList(1, bits: 1)),
        WithStatus("status list of eight bits, in order", Expected.AllRight, () => World.StatusList(0, bits: 8)),
        WithStatus("status value nobody knows", Expected.ValidOpen("status_invalid"), () =>
            World.StatusList(7, bits: 4)),
        WithStatus("certificate in the status list's place", Expected.ValidOpen("status_invalid"), () =>
            World.Paper(Paper.SampleAwards.Plumber)),
    ];

    private static VerdictCase At(string name, DateTimeOffset now, Expected expected, byte status = 0) =>
        new(name, expected)
        {
            Now = now,
            IssuedAt = now < World.IssuedAt ? now.AddHours(-1) : World.IssuedAt,
            Trust = list => Dated(list, now),
            Status = () => World.StatusList(status, issuedAt: now.AddMinutes(-5)),
        };

    private static VerdictCase WithStatus(string name, Expected expected, Func<byte[]>? list) =>
        new(name, expected) { Status = list };

    private static TrustListContent Dated(TrustListContent list, DateTimeOffset now) =>
        list with { IssuedAt = now.AddHours(-1), NextUpdate = now.AddDays(7) };

    private static byte[] Short()
    {
        var list = new StatusList(2, 1024);
        return StatusListToken.SignCwt(World.Key("nsda"), new StatusListClaims(World.StatusUri,
            World.Now.AddMinutes(-10), World.Now.AddHours(1), TimeSpan.FromHours(1)), 2, list.Compress());
    }

    private static byte[] Token(Action<SortedDictionary<int, byte[]>>? change = null, byte[]? list = null, int bits = 2,
        DateTimeOffset? issuedAt = null)
    {
        var lst = list ?? new StatusList(2, 1 << 13).Compress();
        var issued = issuedAt ?? World.Now.AddMinutes(-10);
        var claims = new SortedDictionary<int, byte[]>
        {
            [Specs.Cwt.Sub] = PaperForge.Text(World.StatusUri),
            [Specs.Cwt.Exp] = PaperForge.Number(issued.AddHours(24).ToUnixTimeSeconds()),
            [Specs.Cwt.Iat] = PaperForge.Number(issued.ToUnixTimeSeconds()),
            [65533] = PaperForge.Value(writer =>
            {
                writer.WriteStartMap(2);
                writer.WriteTextString("lst");
                writer.WriteByteString(lst);
                writer.WriteTextString("bits");
                writer.WriteInt32(bits);
                writer.WriteEndMap();
            }),
            [65534] = PaperForge.Number(3600),
        };
        change?.Invoke(claims);
        return CoseSign1.Sign(World.Key("nsda"), Specs.TokenStatusList.CwtType, PaperForge.Encode(claims));
    }
}
