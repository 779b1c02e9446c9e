using SkillsPassport.Credentials.Cose;
using SkillsPassport.Credentials.Tests.Cose;
using World = SkillsPassport.Credentials.Tests.Verification.VerdictWorld;

namespace SkillsPassport.Credentials.Tests.Verification;

/// <summary>Changed, borrowed and malformed certificates.</summary>
internal static partial class VerdictCases
{
    private static readonly byte[] GroupOrder = Convert.FromHexString(
        "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

    private static IEnumerable<VerdictCase> Tampered() =>
    [
        Changed("name changed", Specs.Paper.NameEn, PaperForge.Text("MD SOMEBODY ELSE")),
        Changed("level raised", Specs.Paper.Level, PaperForge.Text("3")),
        Changed("units added", Specs.Paper.Units, PaperForge.Number(0b1111_1111_1110), "CAND-02"),
        Changed("birth year changed", Specs.Paper.BirthYear, PaperForge.Number(1999)),
        Changed("passport ending changed", Specs.Paper.PassportLast3, PaperForge.Text("999")),
        new("validity prolonged", Expected.NotGenuine("signature_invalid"))
        {
            Forge = cwt => PaperForge.Tamper(cwt, claims => claims[Specs.Cwt.Exp] = PaperForge.Number(4_000_000_000)),
        },
        new("status index of somebody else", Expected.NotGenuine("signature_invalid"))
        {
            Forge = cwt => PaperForge.Tamper(cwt, claims => claims[Specs.Cwt.Status] = StatusEntry(5, World.StatusUri)),
        },
        new("one bit of the signature flipped", Expected.NotGenuine("signature_invalid"))
        {
            Forge = cwt => [.. cwt[..^1], (byte)(cwt[^1] ^ 1)],
        },
        new("attacker's signature under the issuer's key id", Expected.NotGenuine("signature_invalid"))
        {
            Forge = cwt => PaperForge.WithHeader(cwt, World.Key("attacker"), PaperForge.Header(World.Key("nsda"))),
        },
        new("header names another key of the issuer", Expected.NotGenuine("signature_invalid"))
        {
            Forge = cwt => (CoseParts.Of(cwt) with { Protected = PaperForge.Header(World.Key("nsda stolen")) }).Encode(),
            IssuedAt = World.Utc("2026-11-01T00:00:00"),
        },
        WithSignature("signature of zeros", new byte[64]),
        WithSignature("r is zero", [.. new byte[32], .. Enumerable.Repeat((byte)1, 32)]),
        WithSignature("s is the group order", [.. Enumerable.Repeat((byte)1, 32), .. GroupOrder]),
        WithSignature("r is above the group order", [.. Enumerable.Repeat((byte)255, 32), .. new byte[31], 1]),
    ];

    private static IEnumerable<VerdictCase> WronglyTyped() =>
    [
        new("status list token shown as a certificate", Expected.NotGenuine("type_refused"))
        {
            Forge = _ => World.StatusList(),
        },
        new("certificate claims under another type", Expected.NotGenuine("type_refused"))
        {
            Forge = cwt => CoseSign1.Sign(World.Key("nsda"), "other+cwt", CoseParts.Of(cwt).Payload),
        },
        Header("no type", "header_refused", labels => labels.Remove(Specs.Cose.Typ)),
        Header("no key id", "header_refused", labels => labels.Remove(Specs.Cose.Kid)),
        Header("no algorithm", "algorithm_refused", labels => labels.Remove(Specs.Cose.Alg)),
        Header("algorithm ES384", "algorithm_refused", labels => labels[Specs.Cose.Alg] = PaperForge.Number(-35)),
        Header("algorithm HMAC", "algorithm_refused", labels => labels[Specs.Cose.Alg] = PaperForge.Number(5)),
        Header("critical header", "header_refused", labels => labels[2] = [0x81, 0x18, 0x63]),
        Header("certificate chain in the header", "header_refused", labels => labels[33] = [0x41, 0x00]),
        new("key id outside the signature", Expected.NotGenuine("header_refused"))
        {
            Forge = cwt => PaperForge.WithHeader(cwt, World.Key("nsda"), PaperForge.Header(null),
                [0xA1, 0x04, 0x48, .. World.Key("nsda").Kid8]),
        },
        new("any unsigned header", Expected.NotGenuine("header_refused"))
        {
            Forge = cwt => CoseParts.Of(cwt).Encode(unprotected: [0xA1, 0x18, 0x63, 0x00]),
        },
    ];

    private static IEnumerable<VerdictCase> Malformed() =>
    [
        Bytes("no bytes", _ => [], Unreadable, NotCanonical),
        Bytes("noise", _ => [.. Enumerable.Range(0, 200).Select(i => (byte)(i * 37))], Unreadable, NotCanonical),
        Bytes("cut off in the middle", cwt => cwt[..(cwt.Length / 2)], Unreadable, NotCanonical),
        Bytes("a byte behind it", cwt => [.. cwt, 0], Unreadable, NotCanonical),
        Bytes("untagged", cwt => cwt[1..], Unreadable),
        Bytes("tagged as COSE_Mac0", cwt => CoseParts.Of(cwt).Encode(tag: 17), Unreadable),
        Bytes("tagged as COSE_Sign", cwt => CoseParts.Of(cwt).Encode(tag: 98), Unreadable),
        Bytes("tagged as CWT around", cwt => [0xD8, 0x3D, .. cwt], Unreadable),
        Bytes("array of five", cwt => [cwt[0], 0x85, .. cwt[2..], 0x00], Unreadable),
        Bytes("array of indefinite length", cwt => [cwt[0], 0x9F, .. cwt[2..], 0xFF], Unreadable, NotCanonical),
        Bytes("nested a thousand deep", _ => [0xD2, .. Enumerable.Repeat((byte)0x81, 900), 0x00], TooLarge),
        Bytes("signature of 63 bytes", cwt => (CoseParts.Of(cwt) with { Signature = new byte[63] }).Encode(), Unreadable),
        Bytes("signature of 70 bytes (DER)", cwt => (CoseParts.Of(cwt) with { Signature = new byte[70] }).Encode(),
            Unreadable),
        Bytes("larger than any certificate", cwt => [.. cwt, .. new byte[2000]], TooLarge, Unreadable),
        Bytes("claims unsorted", cwt => Reordered(cwt, labels => labels.Reverse()), NotCanonical, Unreadable),
        Bytes("issuer claimed twice", cwt => Reordered(cwt, labels => [.. labels, Specs.Cwt.Iss]), NotCanonical,
            Unreadable),
        Bytes("number longer than needed", cwt => Claims(cwt, claims => claims[Specs.Cwt.Exp] =
            [0x1B, 0, 0, 0, 0, 0x77, 0x35, 0x94, 0]), NotCanonical, Unreadable),
        Bytes("expiry as a fraction", cwt => Claims(cwt, claims => claims[Specs.Cwt.Exp] =
            PaperForge.Value(writer => writer.WriteDouble(1.9e9))), Unreadable, NotCanonical),
        Bytes("expiry negative", cwt => Claims(cwt, claims => claims[Specs.Cwt.Exp] = PaperForge.Number(-1)),
            Unreadable),
        Bytes("expiry after the year 9999", cwt => Claims(cwt, claims => claims[Specs.Cwt.Exp] =
            PaperForge.Number(999_999_999_999)), Unreadable),
        Bytes("no expiry", cwt => Claims(cwt, claims => claims.Remove(Specs.Cwt.Exp)), Unreadable),
        Bytes("no status", cwt => Claims(cwt, claims => claims.Remove(Specs.Cwt.Status)), Unreadable),
        Bytes("a claim this format does not have", cwt => Claims(cwt, claims => claims[7] = [0x41, 0x00]), Unreadable),
        Bytes("issuer over plain http", cwt => Claims(cwt, claims => claims[Specs.Cwt.Iss] =
            PaperForge.Text("http://nsda.passport.example.gov.bd")), Unreadable),
        Bytes("issuer with a user name", cwt => Claims(cwt, claims => claims[Specs.Cwt.Iss] =
            PaperForge.Text("https://nsda@evil.example")), Unreadable),
        Bytes("whole identity number", cwt => Label(cwt, Specs.Paper.NidLast4, PaperForge.Text("1991991999")),
            Unreadable, TooLarge),
        Bytes("later format version", cwt => Label(cwt, Specs.Paper.FormatVersion, PaperForge.Number(2)), Unreadable),
        Bytes("award of an unknown kind", cwt => Label(cwt, Specs.Paper.AwardType, PaperForge.Number(3)), Unreadable),
        new("letter outside the base32 alphabet", Expected.NotGenuine(Unreadable)) { Text = text => text[..^1] + "1" },
        new("base32 of an impossible length", Expected.NotGenuine(Unreadable))
        {
            Text = text => text[..(text.Length / 8 * 8)] + "A",
        },
        new("base32 with padding", Expected.NotGenuine(Unreadable)) { Text = text => text + "=" },
        new("base32 with surplus bits", Expected.NotGenuine(Unreadable, NotCanonical))
        {
            // One byte takes two letters of ten bits; the last two must be zero.
            Text = _ => "2J",
        },
        new("some other text", Expected.NotGenuine(Unreadable)) { Text = _ => "hello, world" },
        new("link to another page", Expected.NotGenuine(Unreadable))
        {
            Text = text => "https://verifier.example/other#" + text,
        },
    ];

    private static IEnumerable<VerdictCase> BeyondTheData() =>
    [
        new("name with a reordering character", Expected.NotGenuine("type_metadata_mismatch"))
        {
            Forge = cwt => Label(cwt, Specs.Paper.NameEn, PaperForge.Text("MD \u202EMALSI")),
        },
        new("name not in normal form", Expected.NotGenuine("type_metadata_mismatch"))
        {
            Forge = cwt => Label(cwt, Specs.Paper.NameEn, PaperForge.Text("JOSE\u0301 ISLAM")),
        },
        new("ends before it begins", Expected.NotGenuine("type_metadata_mismatch") with
        {
            Valid = Expected.No("expired"),
        })
        {
            Forge = cwt => Claims(cwt, claims => claims[Specs.Cwt.Exp] = PaperForge.Number(1_000_000_000)),
        },
        new("later version of the framework data", Expected.GenuineOpen("framework_data_unknown"))
        {
            Forge = cwt => Label(cwt, Specs.Paper.DataVersion, PaperForge.Number(2)),
        },
        new("unit the occupation does not have", Expected.GenuineOpen("framework_data_unknown"))
        {
            Forge = cwt => Label(cwt, Specs.Paper.Units, PaperForge.Number(1L << 40)),
        },
        new("framework not in the data", Expected.GenuineOpen("framework_data_unknown"))
        {
            Forge = cwt => Label(cwt, Specs.Paper.Framework, PaperForge.Number(200)),
        },
        new("level the framework does not have", Expected.GenuineOpen("framework_data_unknown"))
        {
            Forge = cwt => Label(cwt, Specs.Paper.Level, PaperForge.Text("99")),
        },
    ];

    private static VerdictCase Changed(string name, int label, byte[] value, string candidate = "CAND-01") =>
        new(name, Expected.NotGenuine("signature_invalid"))
        {
            Candidate = candidate,
            Forge = cwt => PaperForge.Tamper(cwt, PaperForge.Certificate(labels => labels[label] = value)),
        };

    private static VerdictCase WithSignature(string name, byte[] signature) =>
        new(name, Expected.NotGenuine("signature_invalid"))
        {
            Forge = cwt => (CoseParts.Of(cwt) with { Signature = signature }).Encode(),
        };

    private static VerdictCase Header(string name, string reason, Action<SortedDictionary<int, byte[]>> change) =>
        new($"header with {name}", Expected.NotGenuine(reason))
        {
            Forge = cwt => PaperForge.WithHeader(cwt, World.Key("nsda"), PaperForge.Header(World.Key("nsda"), change)),
        };

    private static VerdictCase Bytes(string name, Func<byte[], byte[]> forge, params string[] reasons) =>
        new(name, Expected.NotGenuine(reasons)) { Forge = forge };

    private static byte[] Claims(byte[] cwt, PaperForge.Edit edit) => PaperForge.Resign(cwt, World.Key("nsda"), edit);

    private static byte[] Label(byte[] cwt, int label, byte[] value) =>
        Claims(cwt, PaperForge.Certificate(labels => labels[label] = value));

    private static byte[] StatusEntry(int index, string uri) => PaperForge.Value(writer =>
    {
        writer.WriteStartMap(1);
        writer.WriteTextString("status_list");
        writer.WriteStartMap(2);
        writer.WriteTextString("idx");
        writer.WriteInt32(index);
        writer.WriteTextString("uri");
        writer.WriteTextString(uri);
        writer.WriteEndMap();
        writer.WriteEndMap();
    });

    private static byte[] Reordered(byte[] cwt, Func<IReadOnlyList<int>, IEnumerable<int>> order) =>
        PaperForge.WithPayload(cwt, World.Key("nsda"), PaperForge.InOrder(CoseParts.Of(cwt).Payload, order));
}
