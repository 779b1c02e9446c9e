using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Share;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Recruiters;

/// <summary>A warning as the worker reads it.</summary>
/// <param name="OpenShares">How many links to this recruiter still open.</param>
public sealed record WarningView(Guid Id, byte[] RecruiterIndex, WarningContent Content, int OpenShares);

/// <summary>A link that was opened since the worker last looked.</summary>
public sealed record OpenedNotice(Guid ShareId, string Label, int News);

/// <summary>What the worker has not seen yet.</summary>
public sealed record Notices(IReadOnlyList<WarningView> Warnings, IReadOnlyList<OpenedNotice> Opened);

/// <summary>What must be told on the first page a worker sees: recruiters that may no longer recruit, and links that
/// were opened.</summary>
public sealed class ReadNotices(IDbContextFactory<WalletDb> databases, TimeProvider clock)
{
    private const int Most = 5;

    public async Task<Notices> RunAsync(CurrentWorker worker, CancellationToken cancellation)
    {
        var (wallet, now) = (worker.Account.Id, clock.GetUtcNow());
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var warnings = await Warnings(db, wallet, now).Where(one => one.Warning.SeenAt == null)
            .OrderByDescending(one => one.Warning.ToldAt).Take(Most).ToListAsync(cancellation);
        var opened = await db.Shares.AsNoTracking()
            .Where(one => one.WalletId == wallet && one.Openings > one.SeenOpenings)
            .OrderByDescending(one => one.LastOpenedAt).Take(Most).ToListAsync(cancellation);
        return new Notices(
            warnings.ConvertAll(one => View(worker, one)),
            opened.ConvertAll(one => new OpenedNotice(
                one.Id, worker.Vault.Open<ShareContent>(ShareContent.Kind, one.Id, one.Sealed).Label,
                one.Openings - one.SeenOpenings)));
    }

    /// <returns>Null when this worker has no such warning.</returns>
    public async Task<WarningView?> FindAsync(CurrentWorker worker, Guid id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var found = await Warnings(db, worker.Account.Id, clock.GetUtcNow())
            .SingleOrDefaultAsync(one => one.Warning.Id == id, cancellation);
        return found is null ? null : View(worker, found);
    }

    /// <summary>The worker has read it.</summary>
    public async Task PutAsideAsync(CurrentWorker worker, Guid id, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await db.RecruiterWarnings
            .Where(one => one.Id == id && one.WalletId == worker.Account.Id && one.SeenAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.SeenAt, now), cancellation);
    }

    private static IQueryable<Row> Warnings(WalletDb db, Guid wallet, DateTimeOffset now) =>
        db.RecruiterWarnings.AsNoTracking().Where(one => one.WalletId == wallet).Select(one => new Row
        {
            Warning = one,
            OpenShares = db.Shares.Count(share => share.WalletId == wallet
                && share.RecruiterIndex == one.RecruiterIndex && share.StoppedAt == null && share.EndsAt > now
                && (share.OpeningsLimit == null || share.Openings < share.OpeningsLimit)),
        });

    private static WarningView View(CurrentWorker worker, Row row) => new(
        row.Warning.Id, row.Warning.RecruiterIndex,
        worker.Vault.Open<WarningContent>(WarningContent.Kind, row.Warning.Id, row.Warning.Sealed), row.OpenShares);

    private sealed class Row
    {
        public required RecruiterWarning Warning { get; init; }

        public required int OpenShares { get; init; }
    }
}
