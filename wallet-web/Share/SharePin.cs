using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SkillsPassport.Wallet.Share;

/// <summary>The PIN of a share: six digits that this service makes, so that nobody gives away the passport's own. The
/// worker tells it to the recruiter; it is in no link, no message and no log.</summary>
public static class SharePin
{
    private const int Length = 6;
    private const int Longest = 32;

    public static string New() =>
        RandomNumberGenerator.GetInt32((int)Math.Pow(10, Length)).ToString($"D{Length}", CultureInfo.InvariantCulture);

    /// <summary>Whether the typed PIN is this one; digits of any script count, spaces and hyphens do not.</summary>
    public static bool Is(string pin, string? typed)
    {
        if (typed is not { Length: <= Longest })
        {
            return false;
        }

        var folded = new StringBuilder(Longest);
        foreach (var character in typed.Where(one => !char.IsWhiteSpace(one) && one != '-'))
        {
            folded.Append(CharUnicodeInfo.GetDecimalDigitValue(character) is >= 0 and var digit
                ? (char)('0' + digit)
                : character);
        }

        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(folded.ToString()), Encoding.UTF8.GetBytes(pin));
    }
}
