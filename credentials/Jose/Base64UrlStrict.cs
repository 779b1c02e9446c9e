using System.Buffers;
using System.Buffers.Text;

namespace SkillsPassport.Credentials.Jose;

/// <summary>
/// base64url without padding (RFC 7515 section 2), canonical only: no padding, white space or foreign letters, and the
/// unused bits of the last letter are zero (RFC 4648 section 3.5), so that one value has one spelling.
/// </summary>
public static class Base64UrlStrict
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);
    private static readonly SearchValues<byte> LetterBytes =
        SearchValues.Create(System.Text.Encoding.ASCII.GetBytes(Alphabet));

    /// <summary>Encodes without padding.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>Decodes the canonical form; anything else is refused.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        if (!HasCanonicalEnd(text.Length, text.IsEmpty ? '\0' : text[^1]) || text.ContainsAnyExcept(Letters))
        {
            return false;
        }

        bytes = Base64Url.DecodeFromChars(text);
        return true;
    }

    /// <summary>Decodes the canonical form from ASCII bytes; anything else is refused.</summary>
    internal static bool TryDecode(ReadOnlySpan<byte> ascii, out byte[] bytes)
    {
        bytes = new byte[Base64Url.GetMaxDecodedLength(ascii.Length)];
        if (Decode(ascii, bytes) is var length && length != bytes.Length)
        {
            bytes = [];
            return false;
        }

        return true;
    }

    /// <summary>Decodes the canonical form from ASCII bytes into a caller's buffer.</summary>
    /// <returns>Number of bytes, or -1 when the text is not canonical.</returns>
    internal static int Decode(ReadOnlySpan<byte> ascii, Span<byte> destination) =>
        IsCanonical(ascii) ? Base64Url.DecodeFromUtf8(ascii, destination) : -1;

    /// <summary>True for the one spelling of some octets.</summary>
    internal static bool IsCanonical(ReadOnlySpan<byte> ascii) =>
        HasCanonicalEnd(ascii.Length, ascii.IsEmpty ? '\0' : (char)ascii[^1]) && !ascii.ContainsAnyExcept(LetterBytes);

    private static bool HasCanonicalEnd(int length, char last)
    {
        // 2 letters carry 12 bits for 8, 3 letters 18 for 16: the surplus must be zero; 1 letter alone carries no byte.
        var surplus = (length % 4) switch { 0 => 0, 2 => 0b1111, 3 => 0b11, _ => -1 };
        return surplus == 0 || (surplus > 0 && (Value(last) & surplus) == 0);
    }

    private static int Value(char letter) => letter switch
    {
        >= 'A' and <= 'Z' => letter - 'A',
        >= 'a' and <= 'z' => letter - 'a' + 26,
        >= '0' and <= '9' => letter - '0' + 52,
        '-' => 62,
        _ => 63,
    };
}
