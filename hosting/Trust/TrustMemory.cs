using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Hosting.Database;

namespace SkillsPassport.Hosting.Trust;

/// <summary>What is remembered of the trust list beyond a restart, shared by all copies on one database.</summary>
public interface ITrustMemory
{
    /// <summary>The newest list seen under any of these root keys, by their thumbprints.</summary>
    Task<RememberedTrustList?> RecallAsync(IReadOnlyList<string> roots, CancellationToken cancel);

    /// <summary>Remembers a list under the root that signed it and under every pinned one, so that pinning other roots
    /// later forgets nothing.</summary>
    /// <returns>Null, or what is remembered already when that is newer, or another list with the same number.</returns>
    Task<TrustListMemory?> RememberAsync(IReadOnlyList<string> roots, TrustList list, CancellationToken cancel);
}

/// <inheritdoc/>
public sealed class TrustMemory<TDb>(IDbContextFactory<TDb> databases, TimeProvider clock) : ITrustMemory
    where TDb : ServiceDb
{
    /// <inheritdoc/>
    public async Task<RememberedTrustList?> RecallAsync(IReadOnlyList<string> roots, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        return await database.TrustLists.AsNoTracking().Where(list => roots.Contains(list.Root))
            .OrderByDescending(list => list.Sequence).FirstOrDefaultAsync(cancel);
    }

    /// <inheritdoc/>
    public async Task<TrustListMemory?> RememberAsync(
        IReadOnlyList<string> roots, TrustList list, CancellationToken cancel)
    {
        List<string> all = [.. roots.Append(list.Root.Thumbprint).Distinct()];
        if (await RecallAsync(all, cancel) is { } known && IsNewer(known, list) is { } newer)
        {
            return newer;
        }

        foreach (var root in all)
        {
            // Another copy of this service may have been quicker with a newer list.
            if (await RememberAsync(root, list, cancel) is { } quicker)
            {
                return quicker;
            }
        }

        return null;
    }

    private static TrustListMemory? IsNewer(RememberedTrustList known, TrustList list) =>
        known.Sequence > list.Sequence || (known.Sequence == list.Sequence && known.Digest != list.Digest)
            ? new TrustListMemory(known.Sequence, known.Digest) : null;

    private async Task<TrustListMemory?> RememberAsync(string root, TrustList list, CancellationToken cancel)
    {
        var (sequence, digest, jws, now) = (list.Sequence, list.Digest, list.Text, clock.GetUtcNow());
        // Again when somebody else inserts the first row between our update and our insert: then the update decides.
        while (true)
        {
            await using var database = await databases.CreateDbContextAsync(cancel);
            var moved = await database.TrustLists.Where(one => one.Root == root && one.Sequence < sequence)
                .ExecuteUpdateAsync(set => set
                    .SetProperty(one => one.Sequence, sequence)
                    .SetProperty(one => one.Digest, digest)
                    .SetProperty(one => one.Jws, jws)
                    .SetProperty(one => one.ReceivedAt, now), cancel);
            if (moved == 1)
            {
                return null;
            }
            var known = await database.TrustLists.AsNoTracking().SingleOrDefaultAsync(one => one.Root == root, cancel);
            if (known is not null)
            {
                return IsNewer(known, list);
            }
            var first = new RememberedTrustList
            {
                Root = root, Sequence = sequence, Digest = digest, Jws = jws, ReceivedAt = now,
            };
            if (await first.TryAddAsync(database, cancel))
            {
                return null;
            }
        }
    }
}
