namespace SkillsPassport.Wallet.Database;

public enum IntentionStep
{
    /// <summary>The worker agreed; the holder keys exist; nothing was asked of the issuer yet.</summary>
    Agreed,

    /// <summary>The offer was redeemed: the access token is stored, the certificate is not here yet.</summary>
    Redeemed,

    /// <summary>The certificate is stored.</summary>
    Received,

    /// <summary>The worker wants it, but nobody has read the offer yet: issuer or network were away.</summary>
    Waiting,
}

/// <summary>What the worker agreed to receive, stored before anything is asked of the issuer, so that a crash loses
/// nothing and a second click doubles nothing.</summary>
public sealed class OfferIntention
{
    public required Guid Id { get; init; }

    public required Guid WalletId { get; init; }

    /// <summary>The helped session that last brought it in; null while only the worker did.</summary>
    public Guid? HelpedBy { get; set; }

    /// <summary>Keyed index of the offer's address or text, or of the certificate's number until the address is known:
    /// the same offer is the same intention.</summary>
    public required byte[] OfferIndex { get; set; }

    public IntentionStep Step { get; set; }

    /// <summary>Somebody is at it until then; a crashed attempt frees itself.</summary>
    public DateTimeOffset BusyUntil { get; set; }

    /// <summary>When the service goes on by itself; null when it waits for the worker, or is done.</summary>
    public DateTimeOffset? NextTryAt { get; set; }

    /// <summary>How often it went on by itself.</summary>
    public int Tries { get; set; }

    /// <summary>Offer, holder keys, code, token: sealed with the wallet's data key.</summary>
    public required byte[] Sealed { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
