using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Share;

/// <summary>A worker's shares, newest first.</summary>
public sealed class ListShares(IDbContextFactory<WalletDb> databases, TimeProvider clock)
{
    public async Task<IReadOnlyList<ShareView>> RunAsync(CurrentWorker worker, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var shares = await db.Shares.AsNoTracking().Where(one => one.WalletId == worker.Account.Id)
            .OrderByDescending(one => one.CreatedAt).ToListAsync(cancellation);
        return [.. shares.Select(one => View(worker, one))];
    }

    /// <returns>Null when this worker has no such share.</returns>
    public async Task<ShareView?> FindAsync(CurrentWorker worker, Guid id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var share = await db.Shares.AsNoTracking()
            .SingleOrDefaultAsync(one => one.Id == id && one.WalletId == worker.Account.Id, cancellation);
        return share is null ? null : View(worker, share);
    }

    private ShareView View(CurrentWorker worker, ShareLink share) => new(
        share, worker.Vault.Open<ShareContent>(ShareContent.Kind, share.Id, share.Sealed), clock.GetUtcNow());
}
