using System.Globalization;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Registers;

namespace SkillsPassport.Authority.Recruiters;

/// <summary>Finds recruiters by licence number, however it is written, or by parts of a name in either
/// script.</summary>
public static class FindRecruiters
{
    /// <summary>Fewer letters than this find nothing.</summary>
    public const int ShortestName = 2;

    private static readonly CompareInfo Letters = CultureInfo.InvariantCulture.CompareInfo;

    public static IEnumerable<Recruiter> Matching(IEnumerable<Recruiter> all, string typed)
    {
        if (RecruitingLicence.Read(typed) is { } rl)
        {
            return all.Where(one => one.Rl == rl);
        }

        var words = NormalText.Of(typed).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Sum(word => word.Length) < ShortestName ? [] : all.Where(one => words.All(word =>
            Holds(one.Name.En, word) || one.Name.Bn is { } bn && Holds(NormalText.Of(bn), word)));
    }

    /// <summary>In the order of their numbers.</summary>
    public static IEnumerable<Recruiter> In(IEnumerable<Recruiter> found) =>
        found.OrderBy(one => int.Parse(one.Rl.AsSpan(3), CultureInfo.InvariantCulture));

    private static bool Holds(string name, string word) => name.Contains(word, StringComparison.OrdinalIgnoreCase)
        || word.All(char.IsAscii)
        && Letters.IndexOf(name, word, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0;
}
