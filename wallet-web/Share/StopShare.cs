using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Share;

/// <summary>Stops a share at once: from now on its link answers that it is gone.</summary>
public sealed class StopShare(
    IDbContextFactory<WalletDb> databases, ListShares listShares, HistoryLog history, TimeProvider clock)
{
    /// <returns>False when this worker has no such share.</returns>
    public async Task<bool> RunAsync(CurrentWorker worker, Guid id, CancellationToken cancellation)
    {
        if (await listShares.FindAsync(worker, id, cancellation) is not { } view)
        {
            return false;
        }

        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var stopped = await db.Shares
            .Where(one => one.Id == id && one.WalletId == worker.Account.Id && one.StoppedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.StoppedAt, now), cancellation);
        if (stopped == 1)
        {
            db.History.Add(history.Entry(
                worker.Vault, worker.Account.Id, HistoryKind.ShareStopped, view.Content.Label, id));
            await db.SaveChangesAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>Stops every open share that was made for one recruiter.</summary>
    public async Task AllForAsync(CurrentWorker worker, byte[] recruiterIndex, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var open = await db.Shares.AsNoTracking()
            .Where(one => one.WalletId == worker.Account.Id && one.RecruiterIndex == recruiterIndex
                && one.StoppedAt == null)
            .Select(one => one.Id).ToListAsync(cancellation);
        foreach (var id in open)
        {
            await RunAsync(worker, id, cancellation);
        }
    }
}
