using System.Formats.Cbor;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Tests.Cose;

namespace SkillsPassport.Credentials.Tests.Paper;

/// <summary>
/// An integer-keyed CBOR map taken apart, so that tests can change one value and put it together again.
/// </summary>
internal abstract class CborMap
{
    private readonly Dictionary<int, byte[]> _values = [];

    protected CborMap(ReadOnlyMemory<byte> encoded)
    {
        var reader = new CborReader(encoded, CborConformanceMode.Lax);
        for (var left = reader.ReadStartMap(); left > 0; left--)
        {
            _values.Add(reader.ReadInt32(), reader.ReadEncodedValue().ToArray());
        }
    }

    public byte[] this[int label] => _values[label];

    public void Set(int label, byte[]? value)
    {
        if (value is null)
        {
            _values.Remove(label);
        }
        else
        {
            _values[label] = value;
        }
    }

    public byte[] Encode() => Encode(_values.OrderBy(pair => Key(pair.Key), Canonical), _values.Count);

    public byte[] EncodeReversed() =>
        Encode(_values.OrderByDescending(pair => Key(pair.Key), Canonical), _values.Count);

    public byte[] EncodeWithTwice(int label) => Encode(
        _values.Append(new(label, _values[label])).OrderBy(pair => Key(pair.Key), Canonical), _values.Count + 1);

    private static readonly Comparer<byte[]> Canonical =
        Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b));

    private static byte[] Key(int label)
    {
        var writer = new CborWriter();
        writer.WriteInt32(label);
        return writer.Encode();
    }

    private static byte[] Encode(IEnumerable<KeyValuePair<int, byte[]>> pairs, int count)
    {
        Assert.InRange(count, 0, 23);
        return [(byte)(0xA0 | count), .. pairs.SelectMany(pair => Key(pair.Key).Concat(pair.Value))];
    }
}

/// <summary>The claims of a real paper certificate.</summary>
internal sealed class Payload : CborMap
{
    private Payload(ReadOnlyMemory<byte> encoded)
        : base(encoded)
    {
    }

    public static Payload Of(Award award)
    {
        using var issuer = new TestIssuer();
        return new Payload(CoseParts.Of(issuer.SignPaper(award, SampleAwards.Target())).Payload);
    }

    public Payload With(int claim, byte[] value)
    {
        Set(claim, value);
        return this;
    }

    public Payload Without(int claim)
    {
        Set(claim, null);
        return this;
    }
}

/// <summary>The certificate map inside those claims.</summary>
internal sealed class CertificateMap : CborMap
{
    private CertificateMap(ReadOnlyMemory<byte> encoded)
        : base(encoded)
    {
    }

    public static CertificateMap Of(Award award) => new(Payload.Of(award)[Specs.Paper.Certificate]);

    public CertificateMap With(int label, Action<CborWriter>? write)
    {
        if (write is null)
        {
            Set(label, null);
            return this;
        }

        // Lax and without UTF-8 checks: tests write what a careful writer would not.
        var writer = new CborWriter(CborConformanceMode.Lax);
        write(writer);
        Set(label, writer.Encode());
        return this;
    }
}
