namespace SkillsPassport.Issuer.Protocol;

/// <summary>What a redeemed code allows: copies of one award, for some minutes.</summary>
public sealed class AccessGrant
{
    /// <summary>SHA-256 of the access token, lower-case hexadecimal.</summary>
    public required string Id { get; init; }
    public required string OfferId { get; init; }
    public required string SerialNo { get; init; }
    public required string ConfigurationId { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Copies signed under this token.</summary>
    public required int Copies { get; set; }
}

/// <summary>A nonce that was used; it is kept until it would have expired.</summary>
public sealed class UsedNonce
{
    public required string Id { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>One answer with credentials, and what the wallet said became of them.</summary>
public sealed class Delivery
{
    /// <summary>SHA-256 of the notification id, lower-case hexadecimal.</summary>
    public required string Id { get; init; }

    /// <summary>The access grant it belongs to: nobody else may report on it.</summary>
    public required string GrantId { get; init; }
    public required string SerialNo { get; init; }
    public required int Copies { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The wallet's last word: accepted, failure or deleted.</summary>
    public string? Event { get; set; }
}
