using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Receive;

/// <summary>What <c>later.mjs</c> kept of a form: a slip's link, a number, or the code of something begun.</summary>
public sealed record PhoneKept(
    string? Kind, string? Link, string? Issuer, string? Number, string? Year, string? Code, Guid? Id)
{
    public const string OfLink = "link";
    public const string OfNumber = "number";
    public const string OfCode = "code";

    public string? CleanCode => Code is { Length: > 0 and <= 64 }
        ? Digits.FoldToAscii(Code).Replace(" ", "", StringComparison.Ordinal)
        : null;
}
