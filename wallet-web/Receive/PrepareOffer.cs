using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.Receive;

/// <summary>Brings an intention to where its offer is known and fresh: finds the offer of a number, reads one that
/// could not be read when the worker opened it, and fetches again one whose code has run out.</summary>
public sealed class PrepareOffer(
    FindByNumber findByNumber, ReadOffer readOffer, AgreeToOffer agree, ListedIssuers issuers, TimeProvider clock)
{
    /// <returns>Why it cannot go on; null when the offer is known and fresh.</returns>
    public async Task<ReceiveRefusal?> RunAsync(Reception run, string? code, CancellationToken cancellation) =>
        await FindAsync(run, code, cancellation)
        ?? (run.Intention.Step == IntentionStep.Waiting
            ? await ReadFirstAsync(run, cancellation)
            : await RenewAsync(run, cancellation));

    private async Task<ReceiveRefusal?> FindAsync(Reception run, string? code, CancellationToken cancellation)
    {
        if (run.State.Wanted is not { } wanted || run.State.Address is not null)
        {
            return null;
        }

        if (string.IsNullOrEmpty(code))
        {
            return ReceiveRefusal.CodeMissing;
        }

        var got = await findByNumber.RunAsync(wanted, code, cancellation);
        if (!got.Is(out var source))
        {
            return run.No(got.Refusal!.Value, got.Wait);
        }

        // From here on it is the same intention as if the slip had been scanned.
        var (number, index) = (run.Intention.OfferIndex, agree.Index(run.Holder.WalletId, source.Text));
        run.State.SameAs = await OtherAsync(run, index, cancellation);
        if (run.State.SameAs is not null)
        {
            return ReceiveRefusal.AlreadyBegun;
        }

        run.State.Address = source.Text;
        run.Intention.OfferIndex = index;
        try
        {
            await run.SaveAsync(IntentionStep.Waiting);
            return null;
        }
        catch (DbUpdateException)
        {
            // The slip was scanned in this very moment. Anything else is a fault.
            run.State.Address = null;
            run.Intention.OfferIndex = number;
            run.State.SameAs = await OtherAsync(run, index, cancellation) ?? throw new InvalidOperationException(
                "The offer of a number could not be stored.");
            return ReceiveRefusal.AlreadyBegun;
        }
    }

    private static Task<Guid?> OtherAsync(Reception run, byte[] index, CancellationToken cancellation) =>
        run.Db.Intentions
            .Where(one => one.WalletId == run.Holder.WalletId && one.OfferIndex == index && one.Id != run.Intention.Id)
            .Select(one => (Guid?)one.Id).SingleOrDefaultAsync(cancellation);

    /// <summary>Nobody was there to look: it goes on without the worker only where the worker knew whom it would be,
    /// an accredited issuer at its own address.</summary>
    private async Task<ReceiveRefusal?> ReadFirstAsync(Reception run, CancellationToken cancellation)
    {
        var got = await readOffer.FetchAsync(run.Source, cancellation);
        if (!got.Is(out var offer))
        {
            return run.No(got.Refusal!.Value, got.Wait);
        }

        var described = await readOffer.DescribeAsync(run.Source, offer, cancellation);
        if (!described.Is(out var view))
        {
            return run.No(described.Refusal!.Value, described.Wait);
        }

        if (run.State.Wanted is { } wanted && wanted.Issuer != offer.Issuer)
        {
            return ReceiveRefusal.IssuerMixedUp;
        }

        if (issuers.Find(offer.Issuer) is null
            || run.Source.Address is not { } address || !ListedIssuers.SameOrigin(address, offer.Issuer))
        {
            return ReceiveRefusal.LookFirst;
        }

        Take(run.State, view, clock.GetUtcNow());
        await run.SaveAsync(IntentionStep.Agreed);
        return null;
    }

    /// <summary>Writes what was read into the state, with fresh holder keys, before anything is asked of the
    /// issuer.</summary>
    public static void Take(OfferState state, OfferView view, DateTimeOffset fetchedAt)
    {
        state.Offer = view.Offer.Text;
        state.FetchedAt = fetchedAt;
        state.IssuerId = view.Issuer.Id;
        state.IssuerNameBn = view.NameBn;
        state.IssuerNameEn = view.NameEn;
        state.Parts =
        [
            .. view.Offer.ConfigurationIds.Select(
                configuration => new OfferPart { ConfigurationId = configuration, HolderKey = HolderKey.New() }),
        ];
    }

    /// <summary>Pre-authorized codes are short-lived and may be spent by a request whose answer was lost: an offer by
    /// reference is fetched again then. Issuer and certificates must still be those the worker agreed to.</summary>
    private async Task<ReceiveRefusal?> RenewAsync(Reception run, CancellationToken cancellation)
    {
        var isOld = run.State.FetchedAt + KeptOffer.Freshness < clock.GetUtcNow();
        if (run.HasToken || run.State.RefreshToken is not null || run.State.Address is null
            || !(isOld || run.State.TokenAsked))
        {
            return null;
        }

        var got = await readOffer.FetchAsync(run.Source, cancellation);
        if (!got.Is(out var offer))
        {
            // Some issuers give an offer out only once; its code may still be good.
            return got.Refusal == ReceiveRefusal.OfferGone && !run.State.TokenAsked
                ? null
                : run.No(got.Refusal!.Value, got.Wait);
        }

        var agreed = run.State.Parts.Select(part => part.ConfigurationId).ToHashSet();
        if (offer.Issuer != run.State.IssuerId || !agreed.SetEquals(offer.ConfigurationIds))
        {
            return ReceiveRefusal.OfferChanged;
        }

        run.State.Offer = offer.Text;
        run.State.FetchedAt = clock.GetUtcNow();
        run.State.TokenAsked = false;
        await run.SaveAsync(IntentionStep.Agreed);
        return null;
    }
}
