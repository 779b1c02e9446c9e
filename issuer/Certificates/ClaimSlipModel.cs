namespace SkillsPassport.Issuer.Certificates;

/// <summary>What a claim slip shows: how the worker brings the certificate into a wallet. Never the PIN.</summary>
public sealed record ClaimSlipModel
{
    public required CertificateIssuer Issuer { get; init; }
    public required string NameEn { get; init; }
    public required string NameBn { get; init; }

    /// <summary>The award's printed title: "National Skills Certificate".</summary>
    public required Bilingual Title { get; init; }

    /// <summary>What it is in: "Plumbing · Level 2".</summary>
    public required Bilingual Award { get; init; }

    public required string SerialNo { get; init; }

    /// <summary>The big QR: the wallet's receive page with this offer.</summary>
    public required Uri WalletLink { get; init; }

    /// <summary>The small QR, for any other wallet: openid-credential-offer://?credential_offer_uri=…</summary>
    public required Uri OfferUri { get; init; }

    /// <summary>The last day on which the offer can be used.</summary>
    public required DateOnly UseBefore { get; init; }

    /// <summary>When the slip was made: the creation date of the file.</summary>
    public required DateTimeOffset IssuedAt { get; init; }
}
