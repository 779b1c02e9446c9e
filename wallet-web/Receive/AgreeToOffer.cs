using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Receive;

/// <summary>An offer this worker took up before, and how far it came.</summary>
public sealed record KnownOffer(Guid Id, IntentionStep Step);

/// <summary>Stores that the worker wants this offer, with fresh holder keys, before anything is asked of the issuer.
/// The same offer again gives the same intention.</summary>
public sealed class AgreeToOffer(
    IDbContextFactory<WalletDb> databases, BlindIndex blindIndex, HistoryLog history, TimeProvider clock)
{
    public async Task<Guid> RunAsync(
        CurrentWorker worker, OfferView view, DateTimeOffset fetchedAt, CancellationToken cancellation)
    {
        if (await FindAsync(worker, view.Source, cancellation) is { } known)
        {
            return known.Step == IntentionStep.Waiting
                ? await GoOnAsync(worker, known.Id, view, fetchedAt, cancellation)
                : known.Id;
        }

        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var state = new OfferState { Address = view.Source.Address?.OriginalString, IssuerId = view.Issuer.Id };
        PrepareOffer.Take(state, view, fetchedAt);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        db.Intentions.Add(new OfferIntention
        {
            Id = id,
            WalletId = worker.Account.Id,
            HelpedBy = worker.HelpedSession?.Id,
            OfferIndex = Index(worker.Account.Id, view.Source.Text),
            Step = IntentionStep.Agreed,
            Sealed = worker.Vault.Seal(OfferState.Kind, id, state),
            CreatedAt = now,
        });
        db.History.Add(Agreed(worker, view));
        try
        {
            await db.SaveChangesAsync(cancellation);
            return id;
        }
        catch (DbUpdateException)
        {
            // A double click: the other one was first. Anything else is a fault.
            return (await FindAsync(worker, view.Source, cancellation))?.Id
                ?? throw new InvalidOperationException("The intention could not be stored.");
        }
    }

    /// <summary>What was kept unread, the worker has now seen: it goes on from there, with the code that was
    /// kept.</summary>
    private async Task<Guid> GoOnAsync(
        CurrentWorker worker, Guid id, OfferView view, DateTimeOffset fetchedAt, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow();
        var claimed = await db.Intentions
            .Where(one => one.Id == id && one.Step == IntentionStep.Waiting && one.BusyUntil < now)
            .ExecuteUpdateAsync(
                set => set.SetProperty(one => one.BusyUntil, now + Reception.Lease), cancellation);
        if (claimed == 0)
        {
            return id;
        }

        var intention = await db.Intentions.SingleAsync(one => one.Id == id, cancellation);
        var state = worker.Vault.Open<OfferState>(OfferState.Kind, id, intention.Sealed);
        PrepareOffer.Take(state, view, fetchedAt);
        state.Problem = null;
        intention.Step = IntentionStep.Agreed;
        intention.BusyUntil = DateTimeOffset.UnixEpoch;
        intention.Sealed = worker.Vault.Seal(OfferState.Kind, id, state);
        db.History.Add(Agreed(worker, view));
        await db.SaveChangesAsync(cancellation);
        return id;
    }

    /// <summary>A helped session brings in what the worker had begun: it may go on with it from now on.</summary>
    public async Task BringAsync(CurrentWorker worker, Guid id, CancellationToken cancellation)
    {
        if (worker.HelpedSession is { Id: var session })
        {
            await using var db = await databases.CreateDbContextAsync(cancellation);
            await db.Intentions.Where(one => one.Id == id && one.WalletId == worker.Account.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(one => one.HelpedBy, session), cancellation);
        }
    }

    private HistoryEntry Agreed(CurrentWorker worker, OfferView view) => history.Entry(
        worker.Vault, worker.Account.Id, HistoryKind.OfferAgreed, view.NameBn ?? view.NameEn ?? view.Issuer.Id,
        aboutEn: view.NameEn);

    public Task<KnownOffer?> FindAsync(CurrentWorker worker, OfferSource source, CancellationToken cancellation) =>
        FindAsync(worker, source.Text, cancellation);

    public async Task<KnownOffer?> FindAsync(CurrentWorker worker, string text, CancellationToken cancellation)
    {
        var index = Index(worker.Account.Id, text);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Intentions
            .Where(one => one.WalletId == worker.Account.Id && one.OfferIndex == index)
            .Select(one => new KnownOffer(one.Id, one.Step))
            .SingleOrDefaultAsync(cancellation);
    }

    /// <summary>The same offer gives the same index; nobody can tell from it which offer.</summary>
    public byte[] Index(Guid walletId, string text) => blindIndex.Compute("wallet-offer", $"{walletId:N}|{text}");
}
