using System.Security.Cryptography;

namespace SkillsPassport.Credentials.Paper;

/// <summary>
/// The short code printed beside the QR for damaged codes and phones without a camera: ten random characters (50 bits,
/// so that it cannot be enumerated) and two check characters, in the Crockford base32 alphabet. The check is the ten
/// characters as one number modulo the prime 1021: every single wrong character and every swap of two is noticed.
/// </summary>
public static class CertificateCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int RandomCharacters = 10;
    private const int Length = 12;
    private const long CheckPrime = 1021;

    /// <summary>A new code, twelve characters without hyphens.</summary>
    public static string New(RandomNumberGenerator random)
    {
        Span<byte> bytes = stackalloc byte[8];
        random.GetBytes(bytes);
        var value = BitConverter.ToInt64(bytes) & (1L << 50) - 1;
        return string.Create(Length, value, static (text, value) =>
        {
            var check = (int)(value % CheckPrime);
            text[11] = Alphabet[check & 31];
            text[10] = Alphabet[check >> 5];
            for (var i = RandomCharacters - 1; i >= 0; i--, value >>= 5)
            {
                text[i] = Alphabet[(int)(value & 31)];
            }
        });
    }

    /// <summary>
    /// Reads what a person typed: any case, spaces and hyphens dropped, I and L as 1, O as 0, Bengali digits as digits.
    /// False when a character is not in the alphabet, the length is wrong or the check does not match.
    /// </summary>
    public static bool TryParse(string? typed, out string canonical)
    {
        canonical = "";
        if (typed is null || typed.Length > 64)
        {
            return false;
        }

        Span<char> text = stackalloc char[Length];
        var at = 0;
        long value = 0;
        var check = 0;
        foreach (var c in typed)
        {
            if (c is '-' or '\u2010' or '\u2011' or '\u2013' || char.IsWhiteSpace(c))
            {
                continue;
            }

            var digit = Alphabet.IndexOf(Fold(c));
            if (digit < 0 || at == Length)
            {
                return false;
            }

            text[at] = Alphabet[digit];
            if (at++ < RandomCharacters)
            {
                value = value << 5 | (uint)digit;
            }
            else
            {
                check = check << 5 | digit;
            }
        }

        if (at != Length || value % CheckPrime != check)
        {
            return false;
        }

        canonical = new string(text);
        return true;
    }

    /// <summary>The printed form <c>XXXX-XXXX-XXXX</c> of a canonical code.</summary>
    public static string Display(string canonical) => $"{canonical[..4]}-{canonical[4..8]}-{canonical[8..]}";

    private static char Fold(char c) => c switch
    {
        >= '০' and <= '৯' => (char)(c - '০' + '0'),
        'i' or 'I' or 'l' or 'L' => '1',
        'o' or 'O' => '0',
        >= 'a' and <= 'z' => (char)(c - 'a' + 'A'),
        _ => c,
    };
}
