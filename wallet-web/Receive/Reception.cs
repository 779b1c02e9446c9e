using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.Receive;

/// <summary>One attempt at one intention, and how its progress is stored.</summary>
public sealed record Reception(
    WalletDb Db, Holder Holder, OfferIntention Intention, OfferState State, TimeProvider Clock)
{
    /// <summary>Nobody else works on it meanwhile; each stored step prolongs it, a crashed attempt frees
    /// itself.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    public OfferSource Source => State.Address is { } address
        ? new OfferSource(new Uri(address), null)
        : new OfferSource(null, State.Offer);

    public bool HasToken => State.AccessToken is not null && State.TokenEnds > Clock.GetUtcNow();

    /// <summary>Why it cannot go on; a busy issuer is not asked again before it said.</summary>
    public ReceiveRefusal No(ReceiveRefusal refusal, TimeSpan wait)
    {
        if (refusal == ReceiveRefusal.IssuerBusy)
        {
            State.NotBefore = Clock.GetUtcNow() + wait;
        }

        return refusal;
    }

    public Task SaveAsync(IntentionStep step)
    {
        Intention.Step = step;
        Intention.BusyUntil = Clock.GetUtcNow() + Lease;
        Intention.Sealed = Holder.Vault.Seal(OfferState.Kind, Intention.Id, State);
        // The token, once spent, and the certificate, once here, must not be lost to a closed browser tab.
        return Db.SaveChangesAsync(CancellationToken.None);
    }
}
