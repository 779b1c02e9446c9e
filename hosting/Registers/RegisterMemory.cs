using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Trust;

namespace SkillsPassport.Hosting.Registers;

/// <summary>
/// The newest register seen at each address, beyond a restart and shared by all copies: whoever can answer in the
/// authority's place must not bring back an older one. Kept in the table of trust lists, under the register's address.
/// </summary>
public interface IRegisterMemory
{
    /// <summary>The signed text of the newest one; null when none was seen.</summary>
    Task<string?> RecallAsync(string address, CancellationToken cancel);

    /// <summary>Remembers a register.</summary>
    /// <exception cref="RegisterException">With <see cref="RegisterRefusal.Rollback"/>.</exception>
    Task RememberAsync(string address, long sequence, string digest, string jws, CancellationToken cancel);
}

/// <inheritdoc/>
public sealed class RegisterMemory<TDb>(IDbContextFactory<TDb> databases, TimeProvider clock) : IRegisterMemory
    where TDb : ServiceDb
{
    /// <inheritdoc/>
    public async Task<string?> RecallAsync(string address, CancellationToken cancel)
    {
        var name = NameOf(address);
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.TrustLists.Where(one => one.Root == name).Select(one => one.Jws).SingleOrDefaultAsync(cancel);
    }

    /// <inheritdoc/>
    public async Task RememberAsync(string address, long sequence, string digest, string jws,
        CancellationToken cancel)
    {
        var (name, now) = (NameOf(address), clock.GetUtcNow());
        // Again when somebody else inserts the first row between our update and our insert: then the update decides.
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            var moved = await db.TrustLists.Where(one => one.Root == name && one.Sequence < sequence)
                .ExecuteUpdateAsync(set => set
                    .SetProperty(one => one.Sequence, sequence)
                    .SetProperty(one => one.Digest, digest)
                    .SetProperty(one => one.Jws, jws)
                    .SetProperty(one => one.ReceivedAt, now), cancel);
            if (moved == 1)
            {
                return;
            }

            if (await db.TrustLists.AsNoTracking().SingleOrDefaultAsync(one => one.Root == name, cancel) is { } known)
            {
                if (known.Sequence == sequence && known.Digest == digest)
                {
                    return;
                }

                throw new RegisterException(RegisterRefusal.Rollback, known.Sequence == sequence
                    ? $"There are two different registers with the sequence number {sequence}."
                    : $"Register {sequence} is older than {known.Sequence}, which was accepted before.");
            }

            var first = new RememberedTrustList
            {
                Root = name, Sequence = sequence, Digest = digest, Jws = jws, ReceivedAt = now,
            };
            if (await first.TryAddAsync(db, cancel))
            {
                return;
            }
        }
    }

    private static string NameOf(string address) => "register " + address;
}
