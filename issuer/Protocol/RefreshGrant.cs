namespace SkillsPassport.Issuer.Protocol;

/// <summary>Where a refresh token stands.</summary>
public enum RefreshState
{
    Open,

    /// <summary>Its successor was used, or somebody used one that was over.</summary>
    Dead,
}

/// <summary>What lets a wallet come back for fresh copies of one award without the PIN (RFC 6749 section 6). Each use
/// gives a successor; a token counts until its successor is used, so that a lost answer loses nothing.</summary>
public sealed class RefreshGrant
{
    /// <summary>SHA-256 of the token, lower-case hexadecimal.</summary>
    public required string Id { get; init; }

    /// <summary>The first of the line: when a dead one is used, the whole line dies.</summary>
    public required string Family { get; init; }
    public required string OfferId { get; init; }
    public required string SerialNo { get; init; }
    public required string ConfigurationId { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public required RefreshState State { get; set; }

    /// <summary>The token whose use made this one.</summary>
    public string? Predecessor { get; init; }
}
