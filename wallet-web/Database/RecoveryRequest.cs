namespace SkillsPassport.Wallet.Database;

public enum RecoveryReason
{
    /// <summary>The PIN was forgotten; the number stays.</summary>
    ForgottenPin,

    /// <summary>The number is another one now.</summary>
    NewNumber,
}

public enum RecoveryState
{
    /// <summary>Waits for its time and, where needed, for a second person.</summary>
    Asked,

    /// <summary>The owner said no.</summary>
    Cancelled,

    /// <summary>The second person said no.</summary>
    Refused,

    /// <summary>The worker set a new PIN.</summary>
    Done,
}

/// <summary>A request, made at a counter, to let a worker set a new PIN. It opens nothing before its time, and tells
/// the owner all along.</summary>
public sealed class RecoveryRequest
{
    public required Guid Id { get; init; }

    public required Guid WalletId { get; init; }

    public required RecoveryReason Reason { get; init; }

    public RecoveryState State { get; set; }

    /// <summary>Who asked: the helper's user name.</summary>
    public required string AskedBy { get; init; }

    public required bool NeedsSecond { get; init; }

    /// <summary>The second person's user name; the database refuses the helper's own.</summary>
    public string? ApprovedBy { get; set; }

    /// <summary>Number, helper's name, centre, what was shown: encrypted.</summary>
    public required byte[] Sealed { get; init; }

    /// <summary>Keyed digest of the code on the worker's slip.</summary>
    public required byte[] SlipDigest { get; init; }

    /// <summary>The same of the slip that this one took the place of; null while there was one only.</summary>
    public byte[]? ReplacedDigest { get; init; }

    /// <summary>Keyed digest of the secret in the link that cancels; null when the link was used against the worker
    /// before and only the signed-in owner may cancel.</summary>
    public byte[]? CancelDigest { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public required DateTimeOffset OpensAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    public DateTimeOffset? SettledAt { get; set; }
}
