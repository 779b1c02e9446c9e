using System.Globalization;
using SkillsPassport.Credentials;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>Names: Latin ones in Latin letters only, Bangla ones in sound Bangla, put into NFC.</summary>
public static class CheckNames
{
    private const string LatinExtras = " .-'()/,";
    private const string BanglaExtras = " .-'():,";
    private const char Joiner = '\u200d';
    private const char NonJoiner = '\u200c';

    /// <summary>Latin name in capitals, or null with the reason reported.</summary>
    public static string? Latin(RowCells cells, string column)
    {
        var name = cells.Name(column, SheetContract.Current.NameCharacters)?.Replace('\u2019', '\'');
        if (name is null)
        {
            return null;
        }

        foreach (var rune in name.EnumerateRunes())
        {
            if (!(rune.IsAscii && (char.IsAsciiLetter((char)rune.Value) || LatinExtras.Contains((char)rune.Value))))
            {
                cells.Report(column, "name_not_latin", $"{rune} (U+{rune.Value:X4})");
                return null;
            }
        }

        if (!name.Any(char.IsAsciiLetter))
        {
            cells.Report(column, "name_not_latin", name);
            return null;
        }

        return name.ToUpperInvariant();
    }

    /// <summary>
    /// Bangla name in NFC, or null with the reason reported. Putting it into NFC is told as a notice.
    /// </summary>
    public static string? Bangla(RowCells cells, string column)
    {
        var typed = cells.Name(column, SheetContract.Current.NameCharacters);
        if (typed is null)
        {
            return null;
        }

        var name = NormalText.Of(typed);
        foreach (var rune in name.EnumerateRunes())
        {
            var c = rune.IsBmp ? (char)rune.Value : '\uffff';
            if (!(IsBangla(c) || c is Joiner or NonJoiner || BanglaExtras.Contains(c)))
            {
                cells.Report(column, "name_not_bangla", $"{rune} (U+{rune.Value:X4})");
                return null;
            }
        }

        if (Broken(name) is { } broken)
        {
            cells.Report(column, "name_malformed", broken);
            return null;
        }

        if (!string.Equals(typed, name, StringComparison.Ordinal))
        {
            cells.Report(column, "not_nfc");
        }

        return name;
    }

    /// <summary>
    /// The first place that no keyboard should produce: a sign without its letter, two vowel signs, an unassigned
    /// character.
    /// </summary>
    private static string? Broken(string name)
    {
        if (!name.Any(char.IsLetter))
        {
            return name;
        }

        for (var i = 0; i < name.Length; i++)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(name[i]);
            var before = i == 0 ? ' ' : name[i - 1];
            var isSign = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
            if (category is UnicodeCategory.OtherNotAssigned or UnicodeCategory.DecimalDigitNumber
                || (isSign && !(IsBangla(before) || before is Joiner or NonJoiner))
                || (IsVowelSign(name[i]) && IsVowelSign(before)))
            {
                return name[Math.Max(0, i - 2)..Math.Min(name.Length, i + 2)];
            }
        }

        return null;
    }

    private static bool IsBangla(char c) => c is >= '\u0980' and <= '\u09ff';

    private static bool IsVowelSign(char c) =>
        c is (>= '\u09be' and <= '\u09c4') or '\u09c7' or '\u09c8' or '\u09cb' or '\u09cc' or '\u09d7';
}
