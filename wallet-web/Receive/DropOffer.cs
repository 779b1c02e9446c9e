using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Receive;

/// <summary>The worker does not want it any more: link, number, code and keys of an unfinished reception are deleted.
/// The slip itself stays as it is.</summary>
public sealed class DropOffer(IDbContextFactory<WalletDb> databases, HistoryLog history, TimeProvider clock)
{
    /// <param name="wished">False when it was only typed wrong: the history says nothing, unless it said that it is
    /// kept.</param>
    /// <returns>False when there is no such entry that this session may drop, it is done, or somebody is just at
    /// it.</returns>
    public async Task<bool> RunAsync(
        CurrentWorker worker, Guid id, CancellationToken cancellation, bool wished = true)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var intention = await db.Intentions.AsNoTracking().SingleOrDefaultAsync(
            one => one.Id == id && one.WalletId == worker.Account.Id, cancellation);
        var dropped = await db.Intentions.BegunBy(worker)
            .Where(one => one.Id == id && one.Step != IntentionStep.Received && one.BusyUntil < now)
            .ExecuteDeleteAsync(cancellation);
        if (intention is null || dropped == 0)
        {
            return false;
        }

        var state = worker.Vault.Open<OfferState>(OfferState.Kind, id, intention.Sealed);
        if (wished || state.SaidKept)
        {
            db.History.Add(history.Entry(
                worker.Vault, worker.Account.Id, HistoryKind.OfferDropped,
                state.Wanted?.Number ?? state.IssuerName("bn"),
                aboutEn: state.Wanted?.Number ?? state.IssuerName("en")));
            await db.SaveChangesAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return true;
    }
}
