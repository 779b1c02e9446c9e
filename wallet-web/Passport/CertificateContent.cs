namespace SkillsPassport.Wallet.Passport;

/// <summary>What is sealed of one certificate: the signed credential, its holder key, and what the issuer called
/// it.</summary>
public sealed record CertificateContent
{
    public const string Kind = "certificate";

    public required string SdJwt { get; init; }

    /// <summary>PKCS#8 of the key in the credential's <c>cnf</c>.</summary>
    public required byte[] HolderKey { get; init; }

    /// <summary>Who gave it: the issuer identifier the worker agreed to.</summary>
    public required string IssuerId { get; init; }

    public string? IssuerNameBn { get; init; }

    public string? IssuerNameEn { get; init; }

    /// <summary>What the issuer's metadata call this kind of credential.</summary>
    public string? KindNameBn { get; init; }

    public string? KindNameEn { get; init; }

    /// <summary>The paper form's signed bytes, once the issuer gave them and they were checked; a new copy of the
    /// certificate comes without.</summary>
    public byte[]? Paper { get; init; }

    /// <summary>How a fresh copy is had without a code; null where the issuer gave nothing for it.</summary>
    public CopyRenewal? Renewal { get; init; }

    public string IssuerName(string language) => (language == "bn" ? IssuerNameBn : null) ?? IssuerNameEn ?? Host;

    private string Host => Uri.TryCreate(IssuerId, UriKind.Absolute, out var uri) ? uri.Host : IssuerId;
}

/// <summary>One copy of a certificate: the signed credential, and PKCS#8 of the key in its <c>cnf</c>.</summary>
public sealed record CredentialCopy(string SdJwt, byte[] HolderKey)
{
    public const string Kind = "copy";
}

/// <summary>What it takes to come back to the issuer for a fresh copy (RFC 6749 section 6, OpenID4VCI 1.0 section
/// 8).</summary>
/// <param name="AuthorizationServer">The one the offer named; null where the issuer's first is meant.</param>
public sealed record CopyRenewal(
    string RefreshToken, string ConfigurationId, string? CredentialIdentifier, string? AuthorizationServer = null)
{
    /// <summary>Copies that the issuer promised for later.</summary>
    public PromisedCopies? Promised { get; init; }
}

/// <summary>What it takes to fetch copies that were not ready (OpenID4VCI 1.0 section 9), and PKCS#8 of the keys they
/// will be bound to.</summary>
public sealed record PromisedCopies(string TransactionId, string AccessToken, IReadOnlyList<byte[]> Keys);
