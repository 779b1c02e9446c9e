using System.Text.RegularExpressions;
using SkillsPassport.Hosting.Protection;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>A mobile number as E.164, from what people type: Bengali digits, spaces, hyphens, 01…, 8801…,
/// 00….</summary>
public static partial class PhoneNumber
{
    public static bool TryParse(string? typed, out string e164)
    {
        e164 = "";
        if (typed is null || typed.Length > 40)
        {
            return false;
        }

        var digits = Digits.FoldToAscii(typed);
        var text = new string([.. digits.Where(c => char.IsAsciiDigit(c) || c == '+')]);
        if (digits.Any(c => !char.IsAsciiDigit(c) && c is not ('+' or ' ' or '-' or '(' or ')' or '.' or '\u00a0')))
        {
            return false;
        }

        if (text.StartsWith("00", StringComparison.Ordinal))
        {
            text = "+" + text[2..];
        }

        if (Bangladeshi().Match(text) is { Success: true } home)
        {
            e164 = "+880" + home.Groups[1].Value;
            return true;
        }

        if (Abroad().IsMatch(text) && !text.StartsWith("+880", StringComparison.Ordinal))
        {
            e164 = text;
            return true;
        }

        return false;
    }

    /// <summary>Finds the passports of a number; only recovery at a counter asks for it.</summary>
    public static byte[] Index(BlindIndex blindIndex, string e164) => blindIndex.Compute("wallet-phone-number", e164);

    /// <summary>Enough to recognise one's own number, not enough to learn somebody else's.</summary>
    public static string Masked(string e164) => $"{e164[..4]} ••• {e164[^3..]}";

    [GeneratedRegex(@"^(?:\+?880|0)(1[3-9][0-9]{8})$")]
    private static partial Regex Bangladeshi();

    [GeneratedRegex(@"^\+[1-9][0-9]{7,14}$")]
    private static partial Regex Abroad();
}
