using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Counter;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Recovery;

/// <summary>A request as the second person sees it.</summary>
public sealed record RecoveryView(RecoveryRequest Request, RecoveryDetails Details, RecoveryStage Stage);

/// <summary>The second person's yes or no, and the owner's no. A no counts until the new PIN is set.</summary>
public sealed class SettleRecovery(
    IDbContextFactory<WalletDb> databases, Vaults vaults, HistoryLog history, FieldCipher cipher,
    BlindIndex blindIndex, TimeProvider clock)
{
    private const int PerPage = 50;

    /// <summary>Requests that a second person can still settle: first those that wait for one, then the rest, the
    /// oldest of each first.</summary>
    /// <param name="page">From 0.</param>
    /// <returns>Those of the page, and whether another follows.</returns>
    public async Task<(IReadOnlyList<RecoveryView> Requests, bool More)> ListAsync(
        int page, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var open = await db.Recoveries.AsNoTracking()
            .Where(one => one.State == RecoveryState.Asked && one.EndsAt > now)
            .OrderBy(one => one.NeedsSecond && one.ApprovedBy == null ? 0 : 1).ThenBy(one => one.AskedAt)
            .ThenBy(one => one.Id).Skip(page * PerPage).Take(PerPage + 1).ToListAsync(cancellation);
        return ([.. open.Take(PerPage).Select(View)], open.Count > PerPage);
    }

    /// <summary>The worker's own open request, for the pages of the passport.</summary>
    public async Task<RecoveryView?> OfAsync(CurrentWorker worker, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var request = await db.Recoveries.AsNoTracking().SingleOrDefaultAsync(
            one => one.Id == worker.Account.RecoveryId && one.WalletId == worker.Account.Id, cancellation);
        return request is null ? null : View(request);
    }

    /// <returns>Null when settled; a helper never settles an own request.</returns>
    public async Task<RecoveryRefusal?> DecideAsync(
        Helper second, Guid id, bool approve, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var request = await db.Recoveries.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellation);
        if (request is null)
        {
            return RecoveryRefusal.NotReady;
        }

        if (request.AskedBy == second.UserName)
        {
            return RecoveryRefusal.NotYours;
        }

        var open = db.Recoveries.Where(one =>
            one.Id == id && one.State == RecoveryState.Asked && one.EndsAt > now);
        // Whoever learns later that it is a takeover must not meet an approval that nobody at a counter can undo.
        var settled = approve
            ? await open.Where(one => one.ApprovedBy == null).ExecuteUpdateAsync(
                set => set.SetProperty(one => one.ApprovedBy, second.UserName), cancellation)
            : await open.ExecuteUpdateAsync(
                set => set.SetProperty(one => one.State, RecoveryState.Refused)
                    .SetProperty(one => one.SettledAt, now),
                cancellation);
        if (settled == 0)
        {
            return RecoveryRefusal.NotReady;
        }

        if (!approve)
        {
            await FreeAsync(db, request, cancellation);
        }

        await WriteAsync(
            db, request, approve ? HistoryKind.RecoveryApproved : HistoryKind.RecoveryRefused, second.Text,
            cancellation);
        await AuditTrail.AppendAsync(
            db, now, [new Act(second.UserName, approve ? "recovery.approved" : "recovery.refused", id.ToString("N"))],
            cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }

    /// <summary>The owner says no, signed in.</summary>
    public async Task<bool> CancelAsync(CurrentWorker worker, CancellationToken cancellation) =>
        worker.Account.RecoveryId is { } id && await CancelAsync(
            one => one.Id == id && one.WalletId == worker.Account.Id, HistoryKind.RecoveryCancelled, cancellation);

    /// <summary>Whoever reads the old number's messages says no, by the link in the message.</summary>
    public Task<bool> CancelAsync(string secret, CancellationToken cancellation)
    {
        var digest = RecoverySecrets.Cancel(blindIndex, secret);
        return CancelAsync(one => one.CancelDigest == digest, HistoryKind.RecoveryStopped, cancellation);
    }

    /// <summary>Whether the link still stops anything.</summary>
    public async Task<bool> MayCancelAsync(string secret, CancellationToken cancellation)
    {
        var digest = RecoverySecrets.Cancel(blindIndex, secret);
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Recoveries.AnyAsync(
            one => one.CancelDigest == digest && one.State == RecoveryState.Asked && one.EndsAt > now, cancellation);
    }

    internal static Task FreeAsync(WalletDb db, RecoveryRequest request, CancellationToken cancellation) => db.Wallets
        .Where(one => one.Id == request.WalletId && one.RecoveryId == request.Id)
        .ExecuteUpdateAsync(set => set.SetProperty(one => one.RecoveryId, (Guid?)null), cancellation);

    private async Task<bool> CancelAsync(
        System.Linq.Expressions.Expression<Func<RecoveryRequest, bool>> which, HistoryKind kind,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var request = await db.Recoveries.AsNoTracking().Where(which)
            .SingleOrDefaultAsync(one => one.State == RecoveryState.Asked && one.EndsAt > now, cancellation);
        if (request is null)
        {
            return false;
        }

        var cancelled = await db.Recoveries.Where(one => one.Id == request.Id && one.State == RecoveryState.Asked)
            .ExecuteUpdateAsync(
                set => set.SetProperty(one => one.State, RecoveryState.Cancelled)
                    .SetProperty(one => one.SettledAt, now),
                cancellation);
        if (cancelled == 0)
        {
            return false;
        }

        await FreeAsync(db, request, cancellation);
        await WriteAsync(db, request, kind, null, cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private async Task WriteAsync(
        WalletDb db, RecoveryRequest request, HistoryKind kind, string? about, CancellationToken cancellation)
    {
        var wallet = await db.Wallets.AsNoTracking().SingleOrDefaultAsync(
            one => one.Id == request.WalletId, cancellation);
        if (wallet is null)
        {
            return;
        }

        using var vault = vaults.Open(wallet);
        db.History.Add(history.Entry(vault, wallet.Id, kind, about));
        await db.SaveChangesAsync(cancellation);
    }

    private RecoveryView View(RecoveryRequest request) => new(
        request, RecoveryDetails.Open(cipher, request), RecoveryStages.Of(request, clock.GetUtcNow()));
}
