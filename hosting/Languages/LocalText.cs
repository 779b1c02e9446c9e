namespace SkillsPassport.Hosting.Languages;

/// <summary>Dates and numbers in the reader's language.</summary>
public static class LocalText
{
    public static string Day(this Phrases t, DateOnly date) => BanglaText.Date(t.Language, date);

    public static string Time(this Phrases t, DateTimeOffset moment) => BanglaText.Moment(t.Language, moment);

    /// <summary>A text with its digits in the reader's script.</summary>
    public static string Digits(this Phrases t, string text) => t.Language == "bn" ? BanglaText.Digits(text) : text;

    public static string Count(this Phrases t, long number) => BanglaText.Number(t.Language, number);
}
