namespace SkillsPassport.Credentials.Paper;

/// <summary>
/// Base32 of RFC 4648 section 6 without padding: the only alphabet that stays in a QR symbol's dense alphanumeric mode
/// and survives a link. One byte string has one text: left-over bits must be zero (section 3.5).
/// </summary>
public static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>Encodes to upper case, without padding.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new char[(bytes.Length * 8 + 4) / 5];
        int buffer = 0, bits = 0, at = 0;
        foreach (var b in bytes)
        {
            buffer = (buffer << 8 | b) & 0xFFF;
            for (bits += 8; bits >= 5;)
            {
                bits -= 5;
                text[at++] = Alphabet[buffer >> bits & 31];
            }
        }

        if (bits > 0)
        {
            text[at] = Alphabet[buffer << 5 - bits & 31];
        }

        return new string(text);
    }

    /// <summary>
    /// Decodes either case. False for any other character (padding, white space), for a length no byte string encodes
    /// to, and for left-over bits that are not zero.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length % 8 is 1 or 3 or 6)
        {
            return false;
        }

        var decoded = new byte[text.Length / 8 * 5 + text.Length % 8 * 5 / 8];
        int buffer = 0, bits = 0, at = 0;
        foreach (var c in text)
        {
            var value = c switch
            {
                >= 'A' and <= 'Z' => c - 'A',
                >= 'a' and <= 'z' => c - 'a',
                >= '2' and <= '7' => c - '2' + 26,
                _ => -1,
            };
            if (value < 0)
            {
                return false;
            }

            buffer = (buffer << 5 | value) & 0xFFF;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                decoded[at++] = (byte)(buffer >> bits);
            }
        }

        if ((buffer & (1 << bits) - 1) != 0)
        {
            return false;
        }

        bytes = decoded;
        return true;
    }
}
