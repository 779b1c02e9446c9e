using System.Text.RegularExpressions;

namespace SkillsPassport.Credentials.Registers;

/// <summary>The number of a recruiting licence: <c>RL-</c> and one to four digits, as in <c>RL-1024</c>.</summary>
public static partial class RecruitingLicence
{
    /// <summary>
    /// Reads what people write (<c>RL 354</c>, <c>rl-0354</c>, <c>আরএল-৩৫৪</c>, <c>354</c>) into the canonical form.
    /// </summary>
    /// <returns>Null when it is not a licence number.</returns>
    public static string? Read(string? typed)
    {
        var text = string.Concat(NormalText.Of(typed ?? "").Trim().Select(c =>
            c is >= '০' and <= '৯' ? (char)('0' + (c - '০')) : c));
        var match = Written().Match(text);
        return match.Success && int.Parse(match.Groups[1].ValueSpan) is > 0 and var number ? $"RL-{number}" : null;
    }

    /// <summary>True for the canonical form alone.</summary>
    public static bool IsCanonical(string text) => Canonical().IsMatch(text);

    [GeneratedRegex(@"^(?:(?:R\.?\s?L\.?|আর\.?\s?এল\.?)\s*(?:no\.?|নং|নম্বর)?\s*[-–:#]?\s*)?([0-9]{1,4})$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Written();

    [GeneratedRegex("^RL-[1-9][0-9]{0,3}$")]
    private static partial Regex Canonical();
}
