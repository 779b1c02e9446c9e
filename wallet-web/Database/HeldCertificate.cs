namespace SkillsPassport.Wallet.Database;

/// <summary>What the wallet found when the certificate arrived.</summary>
public enum Marking
{
    /// <summary>Signed by a key the accrediting authority's trust list names for this award.</summary>
    Accredited,

    /// <summary>Its issuer is not on the trust list, or not for this award.</summary>
    NotAccredited,

    /// <summary>The trust list or the issuer's keys could not be had.</summary>
    CouldNotCheck,
}

/// <summary>The last answer of the issuer's status list.</summary>
public enum HeldStatus
{
    Unknown,
    Valid,
    Revoked,
    Suspended,
    Replaced,

    /// <summary>The certificate names no status list: only its dates speak.</summary>
    NotListed,
}

/// <summary>One certificate in a passport: the signed credential and its holder key are sealed together.</summary>
public sealed class HeldCertificate
{
    public required Guid Id { get; init; }

    public required Guid WalletId { get; init; }

    /// <summary>Keyed index of the award (issuer, type, serial) for genuine credentials, else of its bytes: a second
    /// copy of the same award takes the place of the first.</summary>
    public required byte[] AwardIndex { get; init; }

    public required byte[] Sealed { get; set; }

    /// <summary>Keyed index of the certificate's number, for recovery at a counter; null when it has none.</summary>
    public byte[]? SerialIndex { get; set; }

    public Marking Marking { get; set; }

    /// <summary>When the marking was found.</summary>
    public DateTimeOffset MarkedAt { get; set; }

    public HeldStatus Status { get; set; }

    /// <summary>When the issuer's list that gave the status was signed or read; null when it was never had.</summary>
    public DateTimeOffset? StatusAsOf { get; set; }

    /// <summary>When a fresh copy is asked for; null when this one is good to the end, or there is no way.</summary>
    public DateTimeOffset? RenewAt { get; set; }

    public required DateTimeOffset ReceivedAt { get; set; }
}
