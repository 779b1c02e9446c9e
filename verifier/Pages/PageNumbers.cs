using System.Globalization;
using SkillsPassport.Hosting.Languages;

namespace SkillsPassport.Verifier.Pages;

/// <summary>Numbers, days and moments in the reader's digits and words, as <c>Browser/language.mjs</c> writes
/// them.</summary>
public static class PageNumbers
{
    public static string Number(this Phrases phrases, long value) =>
        phrases.Digits(value.ToString(CultureInfo.InvariantCulture));

    public static string Date(this Phrases phrases, DateOnly day) => string.Format(CultureInfo.InvariantCulture,
        phrases["date"], phrases.Number(day.Day), phrases[$"month.{day.Month}"], phrases.Number(day.Year));

    /// <summary>A page without script does not know the reader's clock: Dhaka's, and it says so.</summary>
    public static string Moment(this Phrases phrases, DateTimeOffset at)
    {
        var local = at.ToOffset(BanglaText.Dhaka);
        return string.Format(CultureInfo.InvariantCulture, phrases["moment"],
            phrases.Date(DateOnly.FromDateTime(local.DateTime)),
            phrases.Digits(local.ToString("HH:mm", CultureInfo.InvariantCulture)) + " UTC+6");
    }

    public static string Digits(this Phrases phrases, string text)
    {
        var zero = phrases.Language switch { "bn" => '\u09E6', "ar" => '\u0660', _ => '0' };
        return string.Concat(text.Select(letter => char.IsAsciiDigit(letter) ? (char)(zero + letter - '0') : letter));
    }

    /// <summary>First-strong isolate: a name's own direction must not reorder the sentence around it.</summary>
    public static string Isolate(string text) => $"\u2068{text}\u2069";
}
