using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Share;

/// <summary>A worker's shares, newest first.</summary>
public sealed class ListShares(IDbContextFactory<WalletDb> databases, TimeProvider clock)
{
    private const int NewestOpenings = 50;

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

    /// <summary>The visits to a share, newest first; from now on they are no news.</summary>
    public async Task<IReadOnlyList<OpeningView>> OpeningsAsync(
        CurrentWorker worker, ShareView view, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (id, count) = (view.Id, view.Share.Openings);
        if (view.News != 0)
        {
            await db.Shares.Where(one => one.Id == id && one.WalletId == worker.Account.Id && one.SeenOpenings < count)
                .ExecuteUpdateAsync(set => set.SetProperty(one => one.SeenOpenings, count), cancellation);
        }

        var openings = await db.ShareOpenings.AsNoTracking()
            .Where(one => one.ShareId == id && one.WalletId == worker.Account.Id)
            .OrderByDescending(one => one.At).Take(NewestOpenings).ToListAsync(cancellation);
        return openings.ConvertAll(one => new OpeningView(
            one.At,
            one.Sealed is null ? null : worker.Vault.Open<string>(Whereabouts.Kind, one.Id, one.Sealed)));
    }

    private ShareView View(CurrentWorker worker, ShareLink share) => new(
        share, worker.Vault.Open<ShareContent>(ShareContent.Kind, share.Id, share.Sealed), clock.GetUtcNow());
}
