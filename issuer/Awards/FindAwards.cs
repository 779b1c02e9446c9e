using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Issuer.Database;

namespace SkillsPassport.Issuer.Awards;

/// <summary>What a search found.</summary>
public sealed record AwardsFound(IReadOnlyList<IssuedAward> Awards, bool More);

/// <summary>
/// Search by serial number, certificate code or name; English spelling may vary in its vowels (ALAM, ALOM).
/// </summary>
public static class FindAwards
{
    private const int MostWords = 8;

    public static async Task<AwardsFound> SearchAsync(IssuerDb db, string? text, AwardState? state, int skip, int take,
        CancellationToken cancel)
    {
        var all = db.Awards.AsNoTracking().Where(award => state == null ? award.State != AwardState.Intended
            : award.State == state);
        var words = NormalText.Of((text ?? "").Trim());
        var query = words.Length == 0 ? all : Matching(all, words);
        var found = await PageAsync(query);
        if (found.Count == 0 && words.Length > 2 && (skip == 0 || !await query.AnyAsync(cancel)))
        {
            found = await PageAsync(Similar(all, words.ToUpperInvariant()));
        }

        return new AwardsFound([.. found.Take(take)], found.Count > take);

        Task<List<IssuedAward>> PageAsync(IQueryable<IssuedAward> those) =>
            those.OrderByDescending(award => award.IssuedAt).ThenBy(award => award.SerialNo)
                .Skip(skip).Take(take + 1).ToListAsync(cancel);
    }

    private static IQueryable<IssuedAward> Matching(IQueryable<IssuedAward> all, string words)
    {
        if (CertificateCode.TryParse(words, out var code))
        {
            return all.Where(award => award.Code == code);
        }

        var upper = words.ToUpperInvariant();
        return all.Where(award => award.FullName.Contains(upper) || award.NameBn.Contains(words)
            || award.SerialNo.ToUpper().Contains(upper) || award.RegistrationNo.ToUpper().Contains(upper));
    }

    /// <summary>Names whose consonants are those asked for, in any order of words.</summary>
    private static IQueryable<IssuedAward> Similar(IQueryable<IssuedAward> all, string words)
    {
        var wanted = Skeletons(words).Take(MostWords).ToList();
        return wanted.Count == 0
            ? all.Where(_ => false)
            : wanted.Aggregate(all, (those, word) =>
                those.Where(award => award.NameSkeleton.Contains(" " + word + " ")));
    }

    /// <summary>What the database keeps of each word of a name (<see cref="IssuedAward.NameSkeleton"/>): its first
    /// letter, and what follows without vowels, Y and H.</summary>
    private static IEnumerable<string> Skeletons(string words) =>
        words.Replace("'", "", StringComparison.Ordinal).Split([.. " .-()/,"], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => char.IsAsciiLetter(word[0]))
            .Select(word => word[0] + string.Concat(word.Skip(1).Where(c => !"AEIOUYH".Contains(c)))).Distinct();
}
