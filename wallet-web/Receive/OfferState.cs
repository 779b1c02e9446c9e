namespace SkillsPassport.Wallet.Receive;

/// <summary>Everything an interrupted reception needs to go on; sealed in the database.</summary>
public sealed record OfferState
{
    public const string Kind = "offer";

    /// <summary>The offer's address, null for an offer by value and until a number was looked up.</summary>
    public string? Address { get; set; }

    /// <summary>What a worker without the slip knows.</summary>
    public WantedCertificate? Wanted { get; init; }

    /// <summary>The offer as the issuer wrote it; null until it was read.</summary>
    public string? Offer { get; set; }

    public DateTimeOffset FetchedAt { get; set; }

    /// <summary>The issuer identifier; the origin of the link until the offer was read.</summary>
    public required string IssuerId { get; set; }

    public string? IssuerNameBn { get; set; }

    public string? IssuerNameEn { get; set; }

    /// <summary>The code the worker typed, while the service may still need it to go on by itself.</summary>
    public string? Code { get; set; }

    /// <summary>The history says that it is kept.</summary>
    public bool SaidKept { get; set; }

    /// <summary>Until when the service goes on by itself; then the code is forgotten.</summary>
    public DateTimeOffset? TriedUntil { get; set; }

    /// <summary>How often the code was sent and no answer came back: a wrong one may have cost a try each
    /// time.</summary>
    public int CodesLost { get; set; }

    /// <summary>Another intention that turned out to be the same offer.</summary>
    public Guid? SameAs { get; set; }

    /// <summary>The issuer asked not to be asked before (OpenID4VCI 1.0 section 8.3, interval; RFC 9110 section
    /// 10.2.3, Retry-After).</summary>
    public DateTimeOffset NotBefore { get; set; }

    /// <summary>What came of the last attempt.</summary>
    public ReceiveRefusal? Problem { get; set; }

    /// <summary>A token request went out and its answer was not stored: the code may be spent.</summary>
    public bool TokenAsked { get; set; }

    public string? AccessToken { get; set; }

    public DateTimeOffset TokenEnds { get; set; }

    /// <summary>Gets another access token without a code, where the issuer gives one (RFC 6749 section 6).</summary>
    public string? RefreshToken { get; set; }

    public List<OfferPart> Parts { get; set; } = [];

    /// <summary>The page that shows who offers it, before anything is agreed; null while the offer's address is not
    /// known.</summary>
    public string? SourcePath => Address is { } address
        ? new OfferSource(new Uri(address), null).Path
        : Offer is null ? null : new OfferSource(null, Offer).Path;

    public string IssuerName(string language) =>
        (language == "bn" ? IssuerNameBn : null) ?? IssuerNameEn ?? ShownText.Address(IssuerId);
}

/// <summary>One certificate of an offer, with the keys its copies will be bound to.</summary>
public sealed record OfferPart
{
    public required string ConfigurationId { get; init; }

    public string? CredentialIdentifier { get; init; }

    public required byte[] HolderKey { get; init; }

    /// <summary>Keys of further copies, where the issuer gives several.</summary>
    public IReadOnlyList<byte[]> SpareKeys { get; set; } = [];

    public string? TransactionId { get; set; }

    public Guid? CertificateId { get; set; }

    public string? NotificationId { get; set; }
}
