using System.Text.RegularExpressions;

namespace SkillsPassport.Issuer.Offers;

/// <summary>The text message with the PIN, Bangla first. It names the certificate and never the link.</summary>
public static partial class ClaimMessage
{
    public static string Text(string serial, string pin) =>
        $"সনদ {serial}: আপনার পিন {pin}। কাউকে বলবেন না। / Certificate {serial}: your PIN is {pin}. Tell it to nobody.";

    /// <summary>The PIN in such a message, null in any other.</summary>
    public static string? PinIn(string text) =>
        Pin().Match(text) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex("your PIN is ([0-9]{6})")]
    private static partial Regex Pin();
}
