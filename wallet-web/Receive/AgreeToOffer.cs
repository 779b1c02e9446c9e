using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Receive;

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
            return known;
        }

        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var state = new OfferState
        {
            Address = view.Source.Address?.OriginalString,
            Offer = view.Offer.Text,
            FetchedAt = fetchedAt,
            IssuerId = view.Issuer.Id,
            IssuerNameBn = view.NameBn,
            IssuerNameEn = view.NameEn,
            Parts =
            [
                .. view.Offer.ConfigurationIds.Select(
                    configuration => new OfferPart { ConfigurationId = configuration, HolderKey = HolderKey.New() }),
            ],
        };
        await using var db = await databases.CreateDbContextAsync(cancellation);
        db.Intentions.Add(new OfferIntention
        {
            Id = id,
            WalletId = worker.Account.Id,
            OfferIndex = Index(worker, view.Source),
            Step = IntentionStep.Agreed,
            Sealed = worker.Vault.Seal(OfferState.Kind, id, state),
            CreatedAt = now,
        });
        db.History.Add(history.Entry(
            worker.Vault, worker.Account.Id, HistoryKind.OfferAgreed, view.NameBn ?? view.NameEn ?? view.Issuer.Id));
        try
        {
            await db.SaveChangesAsync(cancellation);
            return id;
        }
        catch (DbUpdateException)
        {
            // A double click: the other one was first. Anything else is a fault.
            return await FindAsync(worker, view.Source, cancellation)
                ?? throw new InvalidOperationException("The intention could not be stored.");
        }
    }

    public async Task<Guid?> FindAsync(CurrentWorker worker, OfferSource source, CancellationToken cancellation)
    {
        var index = Index(worker, source);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Intentions
            .Where(one => one.WalletId == worker.Account.Id && one.OfferIndex == index)
            .Select(one => (Guid?)one.Id)
            .SingleOrDefaultAsync(cancellation);
    }

    private byte[] Index(CurrentWorker worker, OfferSource source) =>
        blindIndex.Compute("wallet-offer", $"{worker.Account.Id:N}|{source.Text}");
}
