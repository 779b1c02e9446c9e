using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Issuer.Database;

namespace SkillsPassport.Issuer.Awards;

/// <summary>What a search found; OnlyNewest when older certificates were not searched for similar spellings.</summary>
public sealed record AwardsFound(IReadOnlyList<IssuedAward> Awards, bool More, bool OnlyNewest);

/// <summary>
/// Search by serial number, certificate code or name; English spelling may vary in its vowels (ALAM, ALOM).
/// </summary>
public static class FindAwards
{
    /// <summary>So many certificates, the newest, are searched for similar spellings.</summary>
    public const int MostSimilar = 2000;

    public static async Task<AwardsFound> SearchAsync(IssuerDb db, string? text, AwardState? state, int skip, int take,
        CancellationToken cancel)
    {
        var all = db.Awards.AsNoTracking().Where(award => state == null ? award.State != AwardState.Intended
            : award.State == state);
        var words = NormalText.Of((text ?? "").Trim());
        var query = words.Length == 0 ? all : Matching(all, words);
        var found = await query.OrderByDescending(award => award.IssuedAt).ThenBy(award => award.SerialNo)
            .Skip(skip).Take(take + 1).ToListAsync(cancel);
        var onlyNewest = false;
        if (found.Count == 0 && skip == 0 && words.Length > 2)
        {
            (found, onlyNewest) = await SimilarAsync(all, words.ToUpperInvariant(), cancel);
        }

        return new AwardsFound([.. found.Take(take)], found.Count > take, onlyNewest);
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
    private static async Task<(List<IssuedAward> Found, bool OnlyNewest)> SimilarAsync(IQueryable<IssuedAward> all,
        string words, CancellationToken cancel)
    {
        var wanted = Skeletons(words);
        if (wanted.Count == 0)
        {
            return ([], false);
        }

        var names = await all.OrderByDescending(award => award.IssuedAt)
            .Select(award => new { award.SerialNo, award.FullName })
            .Take(MostSimilar + 1).ToListAsync(cancel);
        var serials = names.Take(MostSimilar).Where(one => wanted.IsSubsetOf(Skeletons(one.FullName)))
            .Select(one => one.SerialNo).Take(50).ToList();
        var found = await all.Where(award => serials.Contains(award.SerialNo)).OrderBy(award => award.FullName)
            .ToListAsync(cancel);
        return (found, names.Count > MostSimilar);
    }

    private static HashSet<string> Skeletons(string name) =>
        [.. name.Split([' ', '.', '-'], StringSplitOptions.RemoveEmptyEntries)
        .Where(word => char.IsAsciiLetter(word[0]))
            .Select(word => word[0] + string.Concat(word.Skip(1).Where(c => !"AEIOUYH".Contains(c))))];
}
