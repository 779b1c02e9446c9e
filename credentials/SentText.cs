using System.Buffers;
using System.Text;

namespace SkillsPassport.Credentials;

/// <summary>
/// What people scan, paste and send comes with letters around it that nobody sees: white space of any kind, the byte
/// order mark of a spreadsheet's first cell, the marks of direction that pages and chat programs put around a link.
/// One set of them for every reader: <c>trimmed()</c> of the browser's text.mjs takes the same away.
/// </summary>
public static class SentText
{
    private const string Around = "\t\n\v\f\r \u0085\u00A0\u1680"
        + "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u200B\u200C\u200D\u200E\u200F"
        + "\u2028\u2029\u202A\u202B\u202C\u202D\u202E\u202F\u205F\u2060\u2066\u2067\u2068\u2069\u3000\uFEFF";

    private static readonly SearchValues<char> Letters = SearchValues.Create(Around);

    /// <summary>The text without the letters around it.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        var start = text.IndexOfAnyExcept(Letters);
        return start < 0 ? [] : text[start..(text.LastIndexOfAnyExcept(Letters) + 1)];
    }

    /// <summary>The text without the letters around it.</summary>
    public static string Trim(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var inside = Trim(text.AsSpan());
        return inside.Length == text.Length ? text : inside.ToString();
    }

    /// <summary>UTF-8 without the letters around it.</summary>
    public static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> utf8) => utf8[Inside(utf8.Span)];

    /// <summary>Where in these octets of UTF-8 the text stands that the letters are around.</summary>
    public static Range Inside(ReadOnlySpan<byte> utf8)
    {
        var (start, end) = (0, utf8.Length);
        while (start < end && Rune.DecodeFromUtf8(utf8[start..end], out var first, out var length)
            == OperationStatus.Done && IsAround(first))
        {
            start += length;
        }

        while (start < end && Rune.DecodeLastFromUtf8(utf8[start..end], out var last, out var length)
            == OperationStatus.Done && IsAround(last))
        {
            end -= length;
        }

        return start..end;
    }

    private static bool IsAround(Rune rune) => rune.IsBmp && Letters.Contains((char)rune.Value);
}
