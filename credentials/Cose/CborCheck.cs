using System.Buffers.Binary;
using System.Text.Unicode;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Cose;

/// <summary>
/// Deterministic CBOR (RFC 8949 section 4.2.1) whatever its shape: definite lengths, shortest heads, sorted keys, no
/// floats, no duplicates. decodeCbor() of the browser's cbor.mjs takes the same, and says the same of the rest.
/// </summary>
internal ref struct CborCheck
{
    private const int MaxDepth = 8;
    private const ulong MaxInteger = (1UL << 53) - 1;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;

    private CborCheck(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    private readonly int Left => _bytes.Length - _at;

    /// <summary>Looks at one value that fills the bytes.</summary>
    /// <exception cref="InputRefusedException">Anything but the one encoding of some value.</exception>
    public static void Demand(ReadOnlySpan<byte> bytes)
    {
        var check = new CborCheck(bytes);
        check.Item(0);
        if (check.Left > 0)
        {
            throw Unreadable("Bytes behind the CBOR value.");
        }
    }

    private void Item(int depth)
    {
        if (depth > MaxDepth)
        {
            throw new InputRefusedException(InputRefusal.TooLarge, "CBOR nested deeper than any honest message.");
        }

        var (major, value) = Head();
        switch (major)
        {
            case 2:
                Take(value);
                break;
            case 3 when !Utf8.IsValid(Take(value)):
                throw NotCanonical("Text that is not UTF-8.");
            case 4:
                DemandLeft(value);
                for (; value > 0; value--)
                {
                    Item(depth + 1);
                }

                break;
            case 5:
                DemandLeft(2 * value);
                Map(value, depth + 1);
                break;
            case 6:
                Item(depth + 1);
                break;
            case 7 when value is not (20 or 21 or 22):
                throw NotCanonical("A simple value other than true, false and null.");
        }
    }

    private void Map(ulong length, int depth)
    {
        var before = ReadOnlySpan<byte>.Empty;
        for (; length > 0; length--)
        {
            var start = _at;
            var major = Left > 0 ? _bytes[_at] >> 5 : 0;
            Item(depth);
            if (major is not (0 or 1 or 3))
            {
                throw Unreadable("A map key that is neither an integer nor text.");
            }

            var key = _bytes[start.._at];
            if (before.SequenceCompareTo(key) >= 0)
            {
                throw NotCanonical("Map keys that are unsorted or there twice.");
            }

            before = key;
            Item(depth);
        }
    }

    private (int Major, ulong Value) Head()
    {
        var first = Take(1)[0];
        var (major, info) = (first >> 5, first & 31);
        if (info < 24)
        {
            return (major, (ulong)info);
        }

        if (major == 7 || info > 27)
        {
            throw NotCanonical("A float, an indefinite length or a head without meaning.");
        }

        var octets = Take(1UL << (info - 24));
        var value = octets.Length switch
        {
            1 => octets[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(octets),
            4 => BinaryPrimitives.ReadUInt32BigEndian(octets),
            _ => BinaryPrimitives.ReadUInt64BigEndian(octets),
        };
        var least = octets.Length switch { 1 => 24UL, 2 => 0x100UL, 4 => 0x1_0000UL, _ => 0x1_0000_0000UL };
        return value >= least && value <= MaxInteger
            ? (major, value)
            : throw NotCanonical("A head that is not the shortest, or a number beyond 2^53.");
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        DemandLeft(length);
        var taken = _bytes.Slice(_at, (int)length);
        _at += (int)length;
        return taken;
    }

    private readonly void DemandLeft(ulong length)
    {
        if (length > (ulong)Left)
        {
            throw NotCanonical("CBOR that ends too early.");
        }
    }

    private static InputRefusedException NotCanonical(string what) => new(InputRefusal.NotCanonical, what);

    private static InputRefusedException Unreadable(string what) => new(InputRefusal.Unreadable, what);
}
