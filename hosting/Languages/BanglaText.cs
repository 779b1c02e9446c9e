namespace SkillsPassport.Hosting.Languages;

/// <summary>Bengali digits, both ways, and dates as people write them.</summary>
public static class BanglaText
{
    private static readonly string[] Months =
    [
        "জানুয়ারি", "ফেব্রুয়ারি", "মার্চ", "এপ্রিল", "মে", "জুন",
        "জুলাই", "আগস্ট", "সেপ্টেম্বর", "অক্টোবর", "নভেম্বর", "ডিসেম্বর",
    ];

    private static readonly string[] MonthsEn =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
            "December"];

    /// <summary>Dhaka is UTC+6 all year.</summary>
    public static readonly TimeSpan Dhaka = TimeSpan.FromHours(6);

    /// <summary>0-9 become ০-৯; everything else stays.</summary>
    public static string Digits(string text) =>
        string.Create(text.Length, text, (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                target[i] = char.IsAsciiDigit(source[i]) ? (char)('০' + (source[i] - '0')) : source[i];
            }
        });

    /// <summary>০-৯ become 0-9; everything else stays. Use on every number a person types.</summary>
    public static string AsciiDigits(string text) =>
        string.Create(text.Length, text, (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                target[i] = source[i] is >= '০' and <= '৯' ? (char)('0' + (source[i] - '০')) : source[i];
            }
        });

    /// <summary>A number in the reader's digits.</summary>
    public static string Number(string language, long number) =>
        language == "bn" ? Digits(number.ToString(System.Globalization.CultureInfo.InvariantCulture))
            : number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>12 March 2026, or ১২ মার্চ ২০২৬.</summary>
    public static string Date(string language, DateOnly date) => language == "bn"
        ? Digits($"{date.Day} {Months[date.Month - 1]} {date.Year}")
        : $"{date.Day} {MonthsEn[date.Month - 1]} {date.Year}";

    /// <summary>March 2026, or মার্চ ২০২৬.</summary>
    public static string Month(string language, DateOnly date) => language == "bn"
        ? Digits($"{Months[date.Month - 1]} {date.Year}")
        : $"{MonthsEn[date.Month - 1]} {date.Year}";

    /// <summary>A moment as Dhaka's clock shows it: 12 March 2026, 14:02.</summary>
    public static string Moment(string language, DateTimeOffset moment)
    {
        var local = moment.ToOffset(Dhaka);
        var time = $"{local.Hour:00}:{local.Minute:00}";
        return $"{Date(language, DateOnly.FromDateTime(local.DateTime))}, {(language == "bn" ? Digits(time) : time)}";
    }
}
