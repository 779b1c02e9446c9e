using System.Formats.Cbor;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Cose;

/// <summary>
/// CBOR as signatures need it: one encoding for one meaning (RFC 8949 section 4.2.1). Shortest integers and lengths,
/// definite lengths, sorted unique keys, valid UTF-8, nothing behind the value. Values are read by their expected
/// shape, and what is passed over is nested a few levels at most: nesting cannot exhaust the stack.
/// </summary>
internal static class StrictCbor
{
    /// <summary>Largest NumericDate accepted: the last second of the year 9999.</summary>
    private const ulong MaxDate = 253_402_300_799;

    /// <summary>With it, nothing in a certificate is nested deeper than decodeCbor() of the browser reads.</summary>
    private const int MaxPassedDepth = 6;

    private const ulong MaxInteger = (1UL << 53) - 1;

    /// <summary>Reads one value that fills the bytes, and turns every way of being wrong into a refusal.</summary>
    /// <exception cref="InputRefusedException">Anything but the one encoding of the expected shape.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> bytes, Func<CborReader, T> read)
    {
        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Canonical);
            var value = read(reader);
            return reader.BytesRemaining == 0
                ? value
                : throw new InputRefusedException(InputRefusal.Unreadable, "Bytes behind the CBOR value.");
        }
        catch (Exception wrong) when (wrong is CborContentException or InvalidOperationException or OverflowException
            or InputRefusedException)
        {
            // What is broken as CBOR is told before what is wrong with its meaning, as the browser does.
            CborCheck.Demand(bytes.Span);
            if (wrong is InputRefusedException)
            {
                throw;
            }

            throw new InputRefusedException(InputRefusal.Unreadable, "CBOR of another shape than expected.");
        }
    }

    /// <summary>Starts a map and tells how many pairs it has.</summary>
    public static int ReadDefiniteMap(this CborReader reader) => reader.ReadStartMap()
        ?? throw new InputRefusedException(InputRefusal.NotCanonical, "A map of indefinite length.");

    /// <summary>Starts an array that must have this many elements.</summary>
    public static void ReadArrayOf(this CborReader reader, int length)
    {
        if (reader.ReadStartArray() != length)
        {
            throw new InputRefusedException(InputRefusal.Unreadable, $"Not an array of {length}.");
        }
    }

    /// <summary>An integer label of either sign.</summary>
    public static long ReadLabel(this CborReader reader) => reader.PeekState() switch
    {
        CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger => reader.ReadInt64(),
        _ => throw new InputRefusedException(InputRefusal.Unreadable, "A label that is not an integer."),
    };

    /// <summary>Text of at most this many UTF-8 bytes.</summary>
    public static string ReadText(this CborReader reader, int maxLength)
    {
        var text = reader.ReadTextString();
        return text.Length <= maxLength
            ? text
            : throw new InputRefusedException(InputRefusal.TooLarge, "A text longer than any honest one.");
    }

    /// <summary>A non-negative integer up to a limit.</summary>
    public static int ReadNumber(this CborReader reader, int max)
    {
        var value = reader.ReadUInt64();
        return value <= (ulong)max
            ? (int)value
            : throw new InputRefusedException(InputRefusal.Claims, "A number out of range.");
    }

    /// <summary>
    /// Passes over one value of unknown shape that is as strictly encoded as the rest: an integer that every language
    /// holds exactly, a text, a byte string, true, false, null, or a list of these; no maps, tags or floats.
    /// isPassedOver() of the browser's paper.mjs takes the same.
    /// </summary>
    public static void PassOver(this CborReader reader, int depth = MaxPassedDepth)
    {
        if (depth < 0)
        {
            throw new InputRefusedException(InputRefusal.TooLarge, "CBOR nested deeper than any honest message.");
        }

        switch (reader.PeekState())
        {
            case CborReaderState.UnsignedInteger when reader.ReadUInt64() <= MaxInteger:
            case CborReaderState.NegativeInteger when reader.ReadCborNegativeIntegerRepresentation() <= MaxInteger:
                break;
            case CborReaderState.ByteString:
                reader.ReadDefiniteLengthByteString();
                break;
            case CborReaderState.TextString:
                reader.ReadTextString();
                break;
            case CborReaderState.Boolean or CborReaderState.Null:
                reader.SkipValue();
                break;
            case CborReaderState.StartArray:
                for (var left = reader.ReadStartArray() ?? -1; left > 0; left--)
                {
                    reader.PassOver(depth - 1);
                }

                reader.ReadEndArray();
                break;
            default:
                throw new InputRefusedException(InputRefusal.Claims, "A value of a kind that is not passed over.");
        }
    }

    /// <summary>
    /// NumericDate as whole seconds (RFC 8392 section 2): no floats, no tags, nothing after the year 9999.
    /// </summary>
    public static DateTimeOffset ReadDate(this CborReader reader)
    {
        var seconds = reader.ReadUInt64();
        return seconds <= MaxDate
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : throw new InputRefusedException(InputRefusal.Claims, "A date out of range.");
    }
}
