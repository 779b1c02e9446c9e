using System.Formats.Cbor;
using SkillsPassport.Credentials.Cose;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Tests.Cose;

namespace SkillsPassport.Credentials.Tests.Verification;

/// <summary>Changes signed certificates the way a forger would: with any CBOR tool, with or without a key.</summary>
internal static class PaperForge
{
    public delegate void Edit(SortedDictionary<int, byte[]> labels);

    /// <summary>Edits the claims and leaves the old signature.</summary>
    public static byte[] Tamper(byte[] cwt, Edit claims)
    {
        var parts = CoseParts.Of(cwt);
        return (parts with { Payload = EditMap(parts.Payload, claims) }).Encode();
    }

    /// <summary>Edits the claims and signs again, as a careless issuer might.</summary>
    public static byte[] Resign(byte[] cwt, ISigner key, Edit claims, string type = Specs.Paper.Type) =>
        CoseSign1.Sign(key, type, EditMap(CoseParts.Of(cwt).Payload, claims));

    /// <summary>Turns an edit of the certificate map into one of the claims.</summary>
    public static Edit Certificate(Edit edit) => claims =>
        claims[Specs.Paper.Certificate] = EditMap(claims[Specs.Paper.Certificate], edit);

    /// <summary>Signs any header bytes over the payload, canonical or not.</summary>
    public static byte[] WithHeader(byte[] cwt, ISigner key, byte[] header, byte[]? unprotected = null)
    {
        var parts = CoseParts.Of(cwt);
        return new CoseParts(header, parts.Payload, SignRaw(key, header, parts.Payload))
            .Encode(unprotected: unprotected);
    }

    /// <summary>Signs any payload bytes under the usual header.</summary>
    public static byte[] WithPayload(byte[] cwt, ISigner key, byte[] payload)
    {
        var header = CoseParts.Of(cwt).Protected;
        return new CoseParts(header, payload, SignRaw(key, header, payload)).Encode();
    }

    public static byte[] Header(ISigner? key, Action<SortedDictionary<int, byte[]>>? change = null)
    {
        var labels = new SortedDictionary<int, byte[]>
        {
            [Specs.Cose.Alg] = Value(writer => writer.WriteInt32(Specs.Cose.ES256)),
            [Specs.Cose.Typ] = Text(Specs.Paper.Type),
        };
        if (key is not null)
        {
            labels[Specs.Cose.Kid] = Value(writer => writer.WriteByteString(key.Kid8));
        }

        change?.Invoke(labels);
        return Encode(labels);
    }

    public static byte[] Text(string text) => Value(writer => writer.WriteTextString(text));

    public static byte[] Number(long number) => Value(writer => writer.WriteInt64(number));

    public static byte[] Value(Action<CborWriter> write)
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        write(writer);
        return writer.Encode();
    }

    public static byte[] Encode(SortedDictionary<int, byte[]> labels)
    {
        // Lax, so that a value may be wrong; RFC 8949 section 4.2.1 puts negative labels behind the others.
        var writer = new CborWriter(CborConformanceMode.Lax);
        writer.WriteStartMap(labels.Count);
        foreach (var (label, value) in labels.OrderBy(pair => pair.Key < 0).ThenBy(pair => Math.Abs((long)pair.Key)))
        {
            writer.WriteInt32(label);
            writer.WriteEncodedValue(value);
        }

        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <summary>The map with its pairs written by hand: in this order, repeated if listed twice.</summary>
    public static byte[] InOrder(byte[] map, Func<IReadOnlyList<int>, IEnumerable<int>> order)
    {
        var labels = Decode(map);
        var writer = new CborWriter(CborConformanceMode.Lax);
        int[] sequence = [.. order([.. Decode(map).Keys])];
        writer.WriteStartMap(sequence.Length);
        foreach (var label in sequence)
        {
            writer.WriteInt32(label);
            writer.WriteEncodedValue(labels[label]);
        }

        writer.WriteEndMap();
        return writer.Encode();
    }

    public static SortedDictionary<int, byte[]> Decode(byte[] map)
    {
        var reader = new CborReader(map, CborConformanceMode.Lax);
        var labels = new SortedDictionary<int, byte[]>();
        for (var left = reader.ReadStartMap()!.Value; left > 0; left--)
        {
            var label = reader.ReadInt32();
            labels[label] = reader.ReadEncodedValue().ToArray();
        }

        return labels;
    }

    private static byte[] EditMap(byte[] map, Edit edit)
    {
        var labels = Decode(map);
        edit(labels);
        return Encode(labels);
    }

    private static byte[] SignRaw(ISigner key, byte[] header, byte[] payload) => key.Sign(Value(writer =>
    {
        writer.WriteStartArray(4);
        writer.WriteTextString(Specs.Cose.Signature1);
        writer.WriteByteString(header);
        writer.WriteByteString([]);
        writer.WriteByteString(payload);
        writer.WriteEndArray();
    }));
}
