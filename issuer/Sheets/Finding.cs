using System.Globalization;
using SkillsPassport.Hosting.Languages;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>Something the check found: where, what, and the words to fill into the reason.</summary>
/// <remarks>Row is that of the spreadsheet, the header is 1, the whole file 0. Column is empty for a whole row or
/// file.</remarks>
public sealed record Finding(int Row, string Column, string Code, string Value = "", string Expected = "",
    string Other = "")
{
    /// <summary>Says that there are more errors; nothing to correct by itself.</summary>
    public const string TooMany = "too_many_findings";
    private const int LongestQuote = 60;

    private FindingWords Words => SheetContract.Current.Codes[Code];

    /// <summary>A notice is told and does not stop the sheet.</summary>
    public bool IsNotice => Words.IsNotice;

    public string Reason(string language) => Fill(Words.Reason.In(language), language);

    public string Remedy(string language) => Fill(Words.Remedy.In(language), language);

    /// <summary>The reason of all findings of this kind: "…" stands where each has its own words.</summary>
    public string Kind(string language) => Fill(Words.Reason.In(language), "…", "…", "…");

    public string ColumnLabel(string language) =>
        SheetContract.Current.Labels.TryGetValue(Column, out var label) ? label.In(language) : Column;

    private string Fill(string words, string language) =>
        Fill(words, Quote(Value, language), Quote(Expected, language), Quote(Other, language));

    private static string Fill(string words, string value, string expected, string other) => words
        .Replace("{value}", value, StringComparison.Ordinal)
        .Replace("{expected}", expected, StringComparison.Ordinal)
        .Replace("{other}", other, StringComparison.Ordinal);

    /// <summary>
    /// A column's key is told by its label; moments and numbers as the reader writes them; long text is cut.
    /// </summary>
    private static string Quote(string text, string language)
    {
        if (SheetContract.Current.Labels.TryGetValue(text, out var label))
        {
            return label.In(language);
        }

        if (DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
        {
            return BanglaText.Moment(language, moment);
        }

        var short_ = text.Length <= LongestQuote ? text : text[..LongestQuote] + "…";
        return language == "bn" && short_.All(char.IsAsciiDigit) ? BanglaText.Digits(short_) : short_;
    }
}
