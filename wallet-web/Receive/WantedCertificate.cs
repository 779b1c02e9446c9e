using System.Text.RegularExpressions;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Receive;

/// <summary>A certificate by its number, at an issuer of the trust list.</summary>
public sealed partial record WantedCertificate(string Issuer, string Number, string YearOfBirth)
{
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
