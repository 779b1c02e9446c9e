using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Trust;

/// <summary>
/// What the accrediting authority says: who may issue what, with which keys, and which centres may assess. The shape is
/// <c>schemas/api/trust-list.schema.json</c>, modelled on ETSI TS 119 602 V1.1.1 (list of trusted entities).
/// </summary>
public sealed record TrustListContent
{
    /// <summary>The authority's address, claim <c>iss</c>.</summary>
    public required string Authority { get; init; }

    /// <summary>When it was signed, whole seconds.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Rises by at least one with every signed list; never falls.</summary>
    public required long Sequence { get; init; }

    /// <summary>From then on a verifier may no longer lean on this list.</summary>
    public required DateTimeOffset NextUpdate { get; init; }

    /// <summary>Name of the scheme.</summary>
    public required LocalisedName SchemeName { get; init; }

    /// <summary>ISO 3166-1 code of the territory.</summary>
    public required string Territory { get; init; }

    /// <summary>True for demonstrations: nothing on this list is a real accreditation.</summary>
    public bool Demo { get; init; }

    /// <summary>Accredited issuers, also withdrawn ones.</summary>
    public IReadOnlyList<TrustedIssuer> Issuers { get; init; } = [];

    /// <summary>Assessment centres; a centre accredited twice has two rows.</summary>
    public IReadOnlyList<AccreditedCentre> Centres { get; init; } = [];

    /// <summary>Wallets from which verifiers fetch shares.</summary>
    public IReadOnlyList<TrustedWallet> Wallets { get; init; } = [];

    /// <summary>What the scheme says of itself beyond its name; null on lists that say nothing.</summary>
    public SchemeInformation? Information { get; init; }

    /// <summary>Signed registers beside this list, and the keys that sign them.</summary>
    public IReadOnlyList<TrustedRegister> Registers { get; init; } = [];

    /// <summary>The newest lists before this one, newest first; older ones stand in theirs.</summary>
    public IReadOnlyList<EarlierList> History { get; init; } = [];

    /// <summary>Announcements of new root keys, each signed by the root before (<see cref="RootRollover"/>).</summary>
    public IReadOnlyList<string> Rollovers { get; init; } = [];
}

/// <summary>Scheme information after ETSI TS 119 602 V1.1.1 clause 6.3.</summary>
/// <param name="Operator">SchemeOperatorName.</param>
/// <param name="Type">LoTEType: an address that names the kind of list.</param>
/// <param name="About">SchemeInformationURI: where people read about the scheme.</param>
/// <param name="Policy">PolicyOrLegalNotice: address of the rules.</param>
public sealed record SchemeInformation(
    LocalisedName? Operator = null, string? Type = null, string? About = null, string? Policy = null);

/// <summary>A signed document of its own that verifiers follow like the list.</summary>
/// <param name="Kind"><c>comparisons</c>, <c>recruiters</c>, or a kind of a later time, which readers pass
/// over.</param>
/// <param name="Id">Address of the signed document.</param>
/// <param name="Keys">Keys that sign it, and when.</param>
public sealed record TrustedRegister(string Kind, string Id, IReadOnlyList<TrustedKey> Keys);

/// <summary>A list that was published before.</summary>
/// <param name="Sequence">Its sequence number.</param>
/// <param name="Digest">Its <see cref="TrustList.Digest"/>.</param>
/// <param name="Address">Where it is still served.</param>
public sealed record EarlierList(long Sequence, string Digest, string Address);

/// <summary>A name in the languages it has; English always.</summary>
public sealed record LocalisedName(string En, string? Bn = null, string? Ar = null);

/// <summary>An issuer of credentials.</summary>
public sealed record TrustedIssuer
{
    /// <summary>Issuer URL, equal to the <c>iss</c> of its credentials.</summary>
    public required string Id { get; init; }

    /// <summary>Name shown to people.</summary>
    public required LocalisedName Name { get; init; }

    /// <summary>Issues for demonstration only.</summary>
    public bool Demo { get; init; }

    /// <summary>Where a certificate code is looked up, null when the issuer offers none.</summary>
    public string? Lookup { get; init; }

    /// <summary>Its keys; empty when they come from its JWT VC Issuer Metadata.</summary>
    public IReadOnlyList<TrustedKey> Keys { get; init; } = [];

    /// <summary>Root certificates (DER) to which its <c>x5c</c> chains must lead.</summary>
    public IReadOnlyList<byte[]> Roots { get; init; } = [];

    /// <summary>What it may award.</summary>
    public IReadOnlyList<PermittedAward> Awards { get; init; } = [];

    /// <summary>Nothing signed from then on is accepted.</summary>
    public DateTimeOffset? WithdrawnFrom { get; init; }

    /// <summary>Why it was withdrawn, in plain words.</summary>
    public string? WithdrawnReason { get; init; }
}

/// <summary>A key and when its signatures count, judged at the signing time <c>iat</c>.</summary>
/// <param name="Jwk">Public key with its <c>kid</c>.</param>
/// <param name="From">First accepted signing time.</param>
/// <param name="Until">First signing time no longer accepted, null while in use.</param>
/// <param name="CompromisedFrom">Signatures from then on may be a thief's.</param>
public sealed record TrustedKey(Jwk Jwk, DateTimeOffset From, DateTimeOffset? Until, DateTimeOffset? CompromisedFrom);

/// <summary>One kind of credential an issuer may give.</summary>
/// <param name="Vct">Credential type.</param>
/// <param name="Frameworks">Qualification frameworks, by id.</param>
/// <param name="From">First result date, Asia/Dhaka.</param>
/// <param name="Until">Last result date, inclusive; null while permitted.</param>
public sealed record PermittedAward(string Vct, IReadOnlyList<string> Frameworks, DateOnly From, DateOnly? Until)
{
    /// <summary>True when this row covers the award.</summary>
    public bool Covers(string vct, string framework, DateOnly resultDate) =>
        Vct == vct && Frameworks.Contains(framework) && From <= resultDate && (Until is null || resultDate <= Until);
}

/// <summary>An assessment centre and one period of its accreditation.</summary>
/// <param name="Code">Centre code, e.g. <c>RPLC-DEMO-01</c>.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="District">District of Bangladesh.</param>
/// <param name="From">First accredited day, Asia/Dhaka.</param>
/// <param name="Until">Last accredited day, inclusive; null while accredited.</param>
public sealed record AccreditedCentre(
    string Code, LocalisedName Name, string District, DateOnly From, DateOnly? Until)
{
    /// <summary>True when the day lies in the period.</summary>
    public bool Covers(DateOnly day) => From <= day && (Until is null || day <= Until);
}

/// <summary>A wallet service whose share links verifiers follow.</summary>
/// <param name="Id">Its address.</param>
/// <param name="Name">Name shown to people.</param>
public sealed record TrustedWallet(string Id, LocalisedName Name);
