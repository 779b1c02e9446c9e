namespace SkillsPassport.Wallet.SignIn;

public enum PinProblem
{
    None,
    NotDigits,
    TooShort,
    TooLong,
    TooEasy,
}

/// <summary>What a PIN may be: 4 to 12 digits (6 are recommended), and not one that everybody tries first.</summary>
public static class Pin
{
    private const int Shortest = 4;
    private const int Longest = 12;

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

        return IsEasy(pin) || phone.EndsWith(pin, StringComparison.Ordinal) ? PinProblem.TooEasy : PinProblem.None;
    }

    private static bool IsEasy(string pin)
    {
        var step = pin[1] - pin[0];
        var isRun = step is 0 or 1 or -1 && Enumerable.Range(1, pin.Length - 1).All(i => pin[i] - pin[i - 1] == step);
        var half = pin.Length / 2;
        var isPair = pin.Length % 2 == 0 && pin[..half] == pin[half..];
        return isRun || isPair || (pin.Length == 4 && pin[..2] is "19" or "20");
    }
}
