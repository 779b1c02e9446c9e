namespace SkillsPassport.Credentials.Jose;

/// <summary>A day as RFC 3339 section 5.6 writes it (full-date): every credential has several.</summary>
internal static class IsoDay
{
    /// <summary>Letters of a day.</summary>
    public const int Length = 10;

    /// <summary>Reads exactly four, two and two digits of a day that the calendar has.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out DateOnly day)
    {
        day = default;
        if (text is not [_, _, _, _, '-', _, _, '-', _, _]
            || Digits(text[..4]) is not (>= 1 and var year)
            || Digits(text[5..7]) is not (>= 1 and <= 12 and var month)
            || Digits(text[8..]) is not (>= 1 and var dayOfMonth)
            || dayOfMonth > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        day = new DateOnly(year, month, dayOfMonth);
        return true;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var number = 0;
        foreach (var letter in text)
        {
            if (!char.IsAsciiDigit(letter))
            {
                return -1;
            }

            number = (10 * number) + letter - '0';
        }

        return number;
    }
}
