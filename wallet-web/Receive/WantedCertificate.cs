using System.Text.RegularExpressions;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Receive;

/// <summary>A certificate by its number, at an issuer of the trust list.</summary>
public sealed partial record WantedCertificate(string Issuer, string Number, string YearOfBirth)
{
    // What Read takes, as the pattern of a field: for a phone that has nobody to ask.
    public const string NumberPattern =
        $@"\s*[A-Za-z{Digit}](\s*[A-Za-z{Digit}\-\u2010-\u2015\u2212]){{4,47}}\s*";

    public const string YearPattern = $@"\s*[12\u09E7\u09E8\u0661\u0662\u06F1\u06F2](\s*[{Digit}]){{3}}\s*";
    public const string CodePattern = $@"\s*([{Digit}]\s*){{6}}";
    private const string Digit = @"0-9\u09E6-\u09EF\u0660-\u0669\u06F0-\u06F9";

    /// <summary>What was typed, in any digits, with any spaces and hyphens; null when it cannot be meant.</summary>
    public static (WantedCertificate Wanted, string Code)? Read(
        string? issuer, string? number, string? year, string? code)
    {
        var (typedNumber, typedYear, typedCode) = (Clean(number), Clean(year), Clean(code));
        return issuer is { Length: > 0 and <= 500 } && NumberShape().IsMatch(typedNumber)
            && YearShape().IsMatch(typedYear) && CodeShape().IsMatch(typedCode)
                ? (new WantedCertificate(issuer, typedNumber, typedYear), typedCode)
                : null;
    }

    private static string Clean(string? typed) => typed is { Length: <= 100 }
        ? Spaces().Replace(Hyphens().Replace(Digits.FoldToAscii(typed).ToUpperInvariant(), "-"), "")
        : "";

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("[\u2010-\u2015\u2212]")]
    private static partial Regex Hyphens();

    [GeneratedRegex(@"\A[A-Z0-9][A-Z0-9-]{4,47}\z")]
    private static partial Regex NumberShape();

    [GeneratedRegex(@"\A[12][0-9]{3}\z")]
    private static partial Regex YearShape();

    [GeneratedRegex(@"\A[0-9]{6}\z")]
    private static partial Regex CodeShape();
}
