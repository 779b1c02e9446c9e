using SkillsPassport.Hosting.Languages;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>Bengali and Arabic digits are digits: workers type what the phone abroad gives them.</summary>
public static class Digits
{
    public static string FoldToAscii(string text) =>
        string.Create(text.Length, BanglaText.AsciiDigits(text), static (span, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                span[i] = source[i] switch
                {
                    >= '\u0660' and <= '\u0669' => (char)('0' + source[i] - '\u0660'),
                    >= '\u06f0' and <= '\u06f9' => (char)('0' + source[i] - '\u06f0'),
                    _ => source[i],
                };
            }
        });
}
