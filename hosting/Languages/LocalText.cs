namespace SkillsPassport.Hosting.Languages;

/// <summary>Dates and numbers in the reader's language.</summary>
public static class LocalText
{
    public static string Day(this Phrases t, DateOnly date) => BanglaText.Date(t.Language, date);

    public static string Time(this Phrases t, DateTimeOffset moment) => BanglaText.Moment(t.Language, moment);

    /// <summary>The month that was in Dhaka at that moment.</summary>
    public static string Month(this Phrases t, DateTimeOffset moment) =>
        BanglaText.Month(t.Language, DateOnly.FromDateTime(moment.ToOffset(BanglaText.Dhaka).DateTime));

    /// <summary>A text with its digits in the reader's script.</summary>
    public static string Digits(this Phrases t, string text) => t.Language == "bn" ? BanglaText.Digits(text) : text;

    /// <summary>"en" or "bn" when a text is in the other language than the page's, so that it is read aloud as it is
    /// written; null when it is in the page's own.</summary>
    public static string? OtherLanguage(this Phrases t, string? text)
    {
        var isBangla = text?.AsSpan().ContainsAnyInRange('\u0980', '\u09FF') ?? false;
        var isLatin = text?.Any(char.IsAsciiLetter) ?? false;
        return t.Language == "bn" ? isLatin && !isBangla ? "en" : null : isBangla ? "bn" : null;
    }

    public static string Count(this Phrases t, long number) => BanglaText.Number(t.Language, number);
}
