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
        text = LongNumber().Replace(text, number => Day().IsMatch(number.ValueSpan) ? number.Value : "[…]");
        return text.Length < Shortest ? null : text[..CutAt(text)];
    }

    /// <summary>Never between the halves of one character.</summary>
    private static int CutAt(string text) => text.Length <= Longest ? text.Length
        : char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest;

    // People write long numbers in groups.
    [GeneratedRegex("[0-9০-৯](?:[ .-]?[0-9০-৯]){7,}")]
    private static partial Regex LongNumber();

    [GeneratedRegex(@"^(?:\d{4}[ .-]\d{1,2}[ .-]\d{1,2}|\d{1,2}[ .-]\d{1,2}[ .-]\d{4})$")]
    private static partial Regex Day();
}
