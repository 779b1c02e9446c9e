using System.Globalization;
using System.Text;

namespace SkillsPassport.Credentials.Paper;

/// <summary>What is wrong with a text that is to be printed, shown and compared.</summary>
public enum TextFlaw
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Empty, or white space at an end or doubled inside.</summary>
    Spacing,

    /// <summary>
    /// Not in Unicode Normalization Form C (UAX #15): two spellings would look alike and compare unlike.
    /// </summary>
    NotNormalized,

    /// <summary>
    /// A control, line or paragraph separator, private-use character, half a surrogate pair, or what is never one. What
    /// is not assigned yet is let through: that depends on the age of the tables, and a verdict must not.
    /// </summary>
    ControlCharacter,

    /// <summary>A character that reorders text (UAX #9): it can make a name read as another.</summary>
    BidiControl,

    /// <summary>
    /// An invisible character (Default_Ignorable_Code_Point) other than the joiners inside a Bangla word.
    /// </summary>
    Invisible,
}

/// <summary>Refuses text that would not look like what was signed.</summary>
public static class PrintableText
{
    /// <summary>The first flaw of a name or other printed text.</summary>
    public static TextFlaw FindFlaw(ReadOnlySpan<char> text)
    {
        if (text.Length == 0 || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))
        {
            return TextFlaw.Spacing;
        }

        var flaw = TextFlaw.None;
        var previous = default(Rune);
        foreach (var rune in text.EnumerateRunes())
        {
            // EnumerateRunes turns half a pair into U+FFFD, which no name contains.
            flaw = rune.IsAscii ? FindAsciiFlaw(rune, previous) : FindFlaw(rune, previous);
            if (flaw != TextFlaw.None)
            {
                return flaw;
            }

            previous = rune;
        }

        return text.IsNormalized(NormalizationForm.FormC) ? TextFlaw.None : TextFlaw.NotNormalized;
    }

    private static TextFlaw FindAsciiFlaw(Rune rune, Rune previous) => rune.Value switch
    {
        < 0x20 or 0x7F => TextFlaw.ControlCharacter,
        ' ' when previous.Value == ' ' => TextFlaw.Spacing,
        _ => TextFlaw.None,
    };

    private static TextFlaw FindFlaw(Rune rune, Rune previous) => rune.Value switch
    {
        0xFFFD => TextFlaw.ControlCharacter,
        0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) => TextFlaw.BidiControl,
        0x200C or 0x200D => IsBengali(previous) ? TextFlaw.None : TextFlaw.Invisible,
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2065 or 0x3164
            or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or (>= 0xFFF0 and <= 0xFFF8)
            or (>= 0xE0000 and <= 0xE0FFF) => TextFlaw.Invisible,
        >= 0xFDD0 and <= 0xFDEF => TextFlaw.ControlCharacter,
        var value when (value & 0xFFFE) == 0xFFFE => TextFlaw.ControlCharacter,
        _ => Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate => TextFlaw.ControlCharacter,
            UnicodeCategory.Format => TextFlaw.Invisible,
            UnicodeCategory.SpaceSeparator => TextFlaw.Spacing,
            _ => TextFlaw.None,
        },
    };

    private static bool IsBengali(Rune rune) => rune.Value is >= 0x0980 and <= 0x09FF;
}
