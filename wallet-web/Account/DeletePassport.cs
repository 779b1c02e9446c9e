using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Account;

/// <summary>Deletes a passport: the data key goes, and with it everything it sealed. Only the digests of links that are
/// still running stay, so that they answer "gone" and not "never was".</summary>
public sealed class DeletePassport(IDbContextFactory<WalletDb> databases, TimeProvider clock)
{
    public async Task RunAsync(CurrentWorker worker, CancellationToken cancellation)
    {
        var id = worker.Account.Id;
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Its row first: of two deletions at once the second waits here, and then finds nothing left to do.
        var isHere = await db.Wallets.Where(one => one.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.Stamp, one => one.Stamp + 1), cancellation) == 1;
        if (!isHere)
        {
            return;
        }

        await db.GoneShares.Where(one => one.Until < now).ExecuteDeleteAsync(cancellation);
        var running = await db.Shares.AsNoTracking().Where(one => one.WalletId == id && one.EndsAt > now)
            .Select(one => new GoneShare { LinkDigest = one.LinkDigest, Until = one.EndsAt }).ToListAsync(cancellation);
        db.GoneShares.AddRange(running);
        await db.SaveChangesAsync(cancellation);
        await db.Shares.Where(one => one.WalletId == id).ExecuteDeleteAsync(cancellation);
        await db.ShareOpenings.Where(one => one.WalletId == id).ExecuteDeleteAsync(cancellation);
        await db.RecruiterWarnings.Where(one => one.WalletId == id).ExecuteDeleteAsync(cancellation);
        await db.Certificates.Where(one => one.WalletId == id).ExecuteDeleteAsync(cancellation);
        await db.SpareCopies.Where(one => one.WalletId == id).ExecuteDeleteAsync(cancellation);
        await db.Declared.Where(one => one.WalletId == id).ExecuteDeleteAsync(cancellation);
        await db.Intentions.Where(one => one.WalletId == id).ExecuteDeleteAsync(cancellation);
        await db.Recoveries.Where(one => one.WalletId == id).ExecuteDeleteAsync(cancellation);
        await db.Passkeys.Where(one => one.WalletId == id).ExecuteDeleteAsync(cancellation);
        await db.Devices.Where(one => one.WalletId == id).ExecuteDeleteAsync(cancellation);
        await db.Wallets.Where(one => one.Id == id).ExecuteDeleteAsync(cancellation);
        // Last: the database lets a history go only when its passport is gone.
        await db.History.Where(one => one.WalletId == id).ExecuteDeleteAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        if (db.Database.IsSqlite())
        {
            // The engine overwrites what is deleted; the journal still holds it until it is folded in.
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", cancellation);
        }
    }
}
