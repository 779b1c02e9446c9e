namespace SkillsPassport.Wallet.Database;

/// <summary>One visit to a share. What is asked again within the same visit is counted once.</summary>
public sealed class ShareOpening
{
    public required Guid Id { get; init; }

    public required Guid ShareId { get; init; }

    public required Guid WalletId { get; init; }

    /// <summary>SHA-256 of the visit's own secret.</summary>
    public required byte[] VisitDigest { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The country, sealed with the wallet's data key; null when it is not known.</summary>
    public byte[]? Sealed { get; init; }
}
