using System.Globalization;
using System.Text;

namespace SkillsPassport.Wallet.Receive;

/// <summary>What others wrote, fit to be shown: without letters that cannot be seen, that turn the direction of reading
/// or that break a line, and no longer than a person reads.</summary>
public static class ShownText
{
    /// <summary>U+200C and U+200D join and part letters in Bangla; anywhere else they only hide.</summary>
    private const char NonJoiner = '\u200c', Joiner = '\u200d';

    /// <returns>Null when nothing is left to show.</returns>
    public static string? Clean(string? text, int longest)
    {
        if (text is null)
        {
            return null;
        }

        var shown = new StringBuilder(Math.Min(text.Length, longest));
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length + rune.Utf16SequenceLength > longest)
            {
                shown.Append('…');
                break;
            }

            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                shown.Append(shown.Length > 0 && shown[^1] != ' ' ? " " : "");
            }
            else if (IsSeen(rune, shown))
            {
                shown.Append(rune);
            }
        }

        var clean = shown.ToString().Trim();
        return clean.Length > 0 ? clean : null;
    }

    /// <summary>An address as it is on the wire: a look-alike letter shows as what it is.</summary>
    public static string Address(string text)
    {
        try
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0
                ? Clean(
                    new UriBuilder(uri) { Host = uri.IdnHost, Port = uri.IsDefaultPort ? -1 : uri.Port }.Uri
                        .AbsoluteUri.TrimEnd('/'), 200)!
                : Clean(text, 200) ?? "";
        }
        catch (UriFormatException)
        {
            // Letters that no name may hold.
            return Clean(text, 200) ?? "";
        }
    }

    private static bool IsSeen(Rune rune, StringBuilder before) => rune.Value is NonJoiner or Joiner
        ? before.Length > 0 && before[^1] is >= '\u0980' and <= '\u09ff'
        : Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate) && rune.Value is not (0x115f or 0x3164);
}
