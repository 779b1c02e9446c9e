using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace SkillsPassport.Credentials.Jose;

/// <summary>A day as RFC 3339 section 5.6 writes it (full-date): every credential has several.</summary>
internal static class IsoDay
{
    /// <summary>Letters of a day.</summary>
    public const int Length = 10;

    /// <summary>Reads exactly four, two and two digits of a day that the calendar has.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out DateOnly day)
    {
        day = default;
        if (text is not [_, _, _, _, '-', _, _, '-', _, _]
            || Digits(text[..4]) is not (>= 1 and var year)
            || Digits(text[5..7]) is not (>= 1 and <= 12 and var month)
            || Digits(text[8..]) is not (>= 1 and var dayOfMonth)
            || dayOfMonth > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        day = new DateOnly(year, month, dayOfMonth);
        return true;
    }

    /// <summary>The same of a text in JSON. Nearly every one is read where it stands, not into a string.</summary>
    public static bool TryRead(JsonElement text, out DateOnly day)
    {
        day = default;
        if (text.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        var raw = JsonMarshal.GetRawUtf8Value(text)[1..^1];
        if (raw.Contains((byte)'\\'))
        {
            return TryRead(text.GetString(), out day);
        }

        Span<char> letters = stackalloc char[Length];
        return raw.Length == Length
            && Utf8.ToUtf16(raw, letters, out _, out var length, replaceInvalidSequences: false) == OperationStatus.Done
            && TryRead(letters[..length], out day);
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var number = 0;
        foreach (var letter in text)
        {
            if (!char.IsAsciiDigit(letter))
            {
                return -1;
            }

            number = (10 * number) + letter - '0';
        }

        return number;
    }
}
