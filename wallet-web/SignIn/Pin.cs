namespace SkillsPassport.Wallet.SignIn;

public enum PinProblem
{
    None,
    NotDigits,
    TooShort,
    TooLong,
    TooEasy,
}

/// <summary>What a new PIN may be: 6 to 12 digits, and not one that everybody tries first. An older passport may still
/// open with 4 digits.</summary>
public static class Pin
{
    private const int Shortest = 6;
    private const int Longest = 12;

    /// <summary>Patterns on the keypad and pairs that top every list of leaked PINs and that no rule below
    /// finds.</summary>
    private static readonly HashSet<string> Common =
    [
        "112233", "223344", "332211", "445566", "778899", "998877", "123321", "456654", "789987", "321123", "159753",
        "357159", "951753", "753951", "147258", "258369", "369258", "147852", "258147", "741852", "852456", "963852",
        "789456", "456789", "456123", "123789", "123654", "321654", "142536", "121314", "131415", "102030", "203040",
        "246810", "135790", "135791", "192837", "918273", "314159", "420840", "786110", "000786", "786000",
    ];

    /// <summary>The typed PIN with ASCII digits and without spaces.</summary>
    public static string Fold(string? typed) =>
        typed is null ? "" : Digits.FoldToAscii(typed).Replace(" ", "", StringComparison.Ordinal);

    public static PinProblem Check(string pin, string phone)
    {
        if (pin.Length > Longest)
        {
            return PinProblem.TooLong;
        }

        if (pin.Any(c => !char.IsAsciiDigit(c)))
        {
            return PinProblem.NotDigits;
        }

        if (pin.Length < Shortest)
        {
            return PinProblem.TooShort;
        }

        return IsEasy(pin) || phone.Contains(pin, StringComparison.Ordinal) ? PinProblem.TooEasy : PinProblem.None;
    }

    private static bool IsEasy(string pin) =>
        Common.Contains(pin) || pin.Distinct().Count() <= 2 || IsRun(pin) || IsRepeated(pin) || HoldsBirthYear(pin)
        || IsBirthday(pin);

    private static bool IsRun(string pin) => new[] { 1, -1 }.Any(step =>
        Enumerable.Range(1, pin.Length - 1).All(i => (pin[i] - pin[i - 1] - step) % 10 == 0));

    private static bool IsRepeated(string pin) => Enumerable.Range(1, pin.Length / 2)
        .Any(part => pin.Length % part == 0 && Enumerable.Range(part, pin.Length - part).All(i =>
            pin[i] == pin[i - part]));

    /// <summary>A year in which a worker, a child or a marriage was born, at either end.</summary>
    private static bool HoldsBirthYear(string pin) =>
        new[] { pin[..4], pin[^4..] }.Any(part => int.Parse(part) is >= 1940 and <= 2029);

    /// <summary>Day, month, year of two digits: what most people would choose.</summary>
    private static bool IsBirthday(string pin) =>
        pin.Length == 6 && int.Parse(pin[..2]) is >= 1 and <= 31 && int.Parse(pin[2..4]) is >= 1 and <= 12;
}
