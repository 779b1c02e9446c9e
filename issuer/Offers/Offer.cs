namespace SkillsPassport.Issuer.Offers;

/// <summary>Where an offer stands.</summary>
public enum OfferState
{
    Open,

    /// <summary>Five wrong PINs: dead for good, the worker asks for a new slip.</summary>
    Burnt,

    /// <summary>A newer slip took its place.</summary>
    Replaced,
}

/// <summary>
/// The standing offer behind a claim slip: it lives 90 days, and every fetch of it mints a short-lived code. Its id is
/// a secret: the key is its hash, and the id itself is kept encrypted so that the slip can be printed again.
/// </summary>
public sealed class Offer
{
    /// <summary>SHA-256 of the id in the slip's link, lower-case hexadecimal.</summary>
    public required string Id { get; init; }
    public required string SerialNo { get; init; }

    /// <summary>The id, encrypted.</summary>
    public required byte[] Secret { get; init; }

    /// <summary>Keyed hash of the PIN with the offer's id.</summary>
    public required byte[] PinHash { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public required OfferState State { get; set; }

    /// <summary>Wrong PINs since the last right one.</summary>
    public required int WrongPins { get; set; }

    /// <summary>How often a wallet took the certificate with it.</summary>
    public required int Redemptions { get; set; }
}

/// <summary>A pre-authorized code: minted by a fetch of the offer, used once, soon stale.</summary>
public sealed class OfferedCode
{
    /// <summary>SHA-256 of the code, lower-case hexadecimal.</summary>
    public required string Id { get; init; }
    public required string OfferId { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? RedeemedAt { get; set; }
}
