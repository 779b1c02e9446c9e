using System.Text.RegularExpressions;
using SkillsPassport.Credentials;

namespace SkillsPassport.Hosting.Audit;

/// <summary>The reason that every serious act needs.</summary>
public static partial class Reason
{
    private const int Shortest = 5;
    private const int Longest = 500;

    /// <summary>
    /// Trimmed, NFC, on one line; null when it says nothing. Long numbers, which may name a person, are taken out.
    /// </summary>
    public static string? Clean(string? typed)
    {
        var text = string.Join(' ', NormalText.Of(typed ?? "")
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        text = string.Concat(text.Where(c => !char.IsControl(c)));
        text = LongNumber().Replace(text, "[…]");
        return text.Length < Shortest ? null : text[..Math.Min(text.Length, Longest)];
    }

    [GeneratedRegex("[0-9০-৯]{8,}")]
    private static partial Regex LongNumber();
}
