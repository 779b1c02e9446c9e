namespace SkillsPassport.Wallet.Receive;

/// <summary>Everything an interrupted reception needs to go on; sealed in the database.</summary>
public sealed record OfferState
{
    public const string Kind = "offer";

    /// <summary>The offer's address, null for an offer by value.</summary>
    public string? Address { get; init; }

    public required string Offer { get; set; }

    public required DateTimeOffset FetchedAt { get; set; }

    public required string IssuerId { get; init; }

    public string? IssuerNameBn { get; init; }

    public string? IssuerNameEn { get; init; }

    /// <summary>A token request went out and its answer was not stored: the code may be spent.</summary>
    public bool TokenAsked { get; set; }

    public string? AccessToken { get; set; }

    public DateTimeOffset TokenEnds { get; set; }

    public required List<OfferPart> Parts { get; set; }
}

/// <summary>One certificate of an offer, with the key it will be bound to.</summary>
public sealed record OfferPart
{
    public required string ConfigurationId { get; init; }

    public string? CredentialIdentifier { get; init; }

    public required byte[] HolderKey { get; init; }

    public string? TransactionId { get; set; }

    public Guid? CertificateId { get; set; }

    public string? NotificationId { get; set; }
}
