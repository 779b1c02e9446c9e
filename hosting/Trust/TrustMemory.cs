using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Hosting.Database;

namespace SkillsPassport.Hosting.Trust;

/// <summary>What is remembered of the trust list beyond a restart, shared by all copies on one database.</summary>
public interface ITrustMemory
{
    /// <summary>The newest list seen under this root key, by its thumbprint.</summary>
    Task<RememberedTrustList?> RecallAsync(string root, CancellationToken cancel);

    /// <summary>Remembers a list.</summary>
    /// <returns>Null, or what is remembered already when that is newer, or another list with the same number.</returns>
    Task<TrustListMemory?> RememberAsync(string root, TrustList list, CancellationToken cancel);
}

/// <inheritdoc/>
public sealed class TrustMemory<TDb>(IDbContextFactory<TDb> databases, TimeProvider clock) : ITrustMemory
    where TDb : ServiceDb
{
    /// <inheritdoc/>
    public async Task<RememberedTrustList?> RecallAsync(string root, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        return await database.TrustLists.AsNoTracking().SingleOrDefaultAsync(list => list.Root == root, cancel);
    }

    /// <inheritdoc/>
    public async Task<TrustListMemory?> RememberAsync(string root, TrustList list, CancellationToken cancel)
    {
        var (sequence, digest, jws, now) = (list.Sequence, list.Digest, list.Text, clock.GetUtcNow());
        // Two tries: when another copy inserts the first row between our update and our insert, the update decides.
        for (var attempt = 0; ; attempt++)
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
                return known.Sequence == sequence && known.Digest == digest
                    ? null : new TrustListMemory(known.Sequence, known.Digest);
            }
            database.TrustLists.Add(new()
            {
                Root = root, Sequence = sequence, Digest = digest, Jws = jws, ReceivedAt = now,
            });
            try
            {
                await database.SaveChangesAsync(cancel);
                return null;
            }
            catch (DbUpdateException) when (attempt == 0)
            {
            }
        }
    }
}
