using System.Globalization;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Hosting.Registers;

namespace SkillsPassport.Wallet.Recruiters;

/// <summary>One recruiter that was found.</summary>
/// <param name="Through">The branch or sub-agent by whose name it was found; null when by its own.</param>
public sealed record RecruiterHit(Licence Licence, RegisterName? Through, bool IsSubAgent);

/// <summary>What a search gave.</summary>
/// <param name="Checked">False: there is no register that may be leaned on, and nothing was searched.</param>
/// <param name="Number">The licence number that was typed, canonical; null when it was no number.</param>
/// <param name="TooShort">Too few letters to search for: nothing was searched.</param>
public sealed record RecruiterSearch(
    bool Checked, string? Number, IReadOnlyList<RecruiterHit> Hits, bool HasMore, bool TooShort = false);

/// <summary>Asks the recruiter register that is in memory: by number however it is written, or by parts of the name of
/// recruiter, branch or sub-agent, in either script. Nobody outside learns what is asked.</summary>
public sealed class AskRegister(IFollowedRegister<RecruiterRegister> register, TimeProvider clock)
{
    /// <summary>Fewer letters than this are not searched for.</summary>
    public const int ShortestName = 2;

    private const int MostHits = 20;
    private const int LongestQuestion = 80;
    private static readonly CompareInfo Letters = CultureInfo.InvariantCulture.CompareInfo;

    /// <summary>The register while it may be leaned on.</summary>
    public SignedRegister<RecruiterRegister>? Fresh => register.FreshAt(clock.GetUtcNow());

    /// <summary>The day by which licences are judged: Bangladesh's.</summary>
    public DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(BanglaText.Dhaka).DateTime);

    /// <summary>How this licence stands today.</summary>
    /// <returns>Null when it is no licence number.</returns>
    public Licence? Look(string? number)
    {
        if (RecruitingLicence.Read(number) is not { } rl)
        {
            return null;
        }

        return Fresh is not { } fresh ? new Licence(rl, LicenceWord.CouldNotCheck, null, null)
            : fresh.Content.Find(rl) is { } found ? Licence.Of(found, Today)
            : new Licence(rl, LicenceWord.NotListed, null, null);
    }

    public RecruiterSearch Search(string typed)
    {
        var question = typed.Length > LongestQuestion ? typed[..LongestQuestion] : typed;
        var number = RecruitingLicence.Read(question);
        if (Fresh is not { } fresh)
        {
            return new RecruiterSearch(false, number, [], false);
        }

        var words = Words(question);
        if (number is null && words.Sum(word => word.Length) < ShortestName)
        {
            return new RecruiterSearch(true, null, [], false, TooShort: true);
        }

        var found = number is null
            ? Named(fresh.Content.Recruiters, words)
            : fresh.Content.Recruiters.Where(one => one.Rl == number).Select(one => Hit(one, null, false));
        // Who may recruit now comes first.
        var hits = found.OrderByDescending(one => one.Licence.Word == LicenceWord.Valid)
            .ThenBy(one => one.Licence.Rl.Length).ThenBy(one => one.Licence.Rl, StringComparer.Ordinal)
            .Take(MostHits + 1).ToList();
        return new RecruiterSearch(true, number, [.. hits.Take(MostHits)], hits.Count > MostHits);
    }

    private IEnumerable<RecruiterHit> Named(IEnumerable<Recruiter> all, string[] words)
    {
        foreach (var one in all)
        {
            if (Holds(one.Name, words))
            {
                yield return Hit(one, null, false);
            }
            else if (one.Branches.FirstOrDefault(branch => Holds(branch.Name, words)) is { } branch)
            {
                yield return Hit(one, branch.Name, false);
            }
            else if (one.SubAgents.FirstOrDefault(agent => Holds(agent.Name, words)) is { } agent)
            {
                yield return Hit(one, agent.Name, true);
            }
        }
    }

    private RecruiterHit Hit(Recruiter one, RegisterName? through, bool isSubAgent) =>
        new(Licence.Of(one, Today), through, isSubAgent);

    private static string[] Words(string question) =>
        NormalText.Of(question).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static bool Holds(RegisterName name, string[] words) => words.All(word =>
        Holds(name.En, word) || (name.Bn is { } bn && Holds(NormalText.Of(bn), word)));

    private static bool Holds(string name, string word) => name.Contains(word, StringComparison.OrdinalIgnoreCase)
        || (word.All(char.IsAscii)
            && Letters.IndexOf(name, word, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0);
}
