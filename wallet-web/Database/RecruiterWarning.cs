namespace SkillsPassport.Wallet.Database;

/// <summary>What a worker was told about a recruiter the worker shared with. One row for each wallet and event: that is
/// how nobody is told twice.</summary>
public sealed class RecruiterWarning
{
    public required Guid Id { get; init; }

    public required Guid WalletId { get; init; }

    /// <summary>Keyed index of the licence number.</summary>
    public required byte[] RecruiterIndex { get; init; }

    /// <summary>Keyed index of licence, standing and its first day: a second suspension is another event.</summary>
    public required byte[] EventIndex { get; init; }

    /// <summary>Number, names, standing, day: sealed with the wallet's data key.</summary>
    public required byte[] Sealed { get; init; }

    public required DateTimeOffset ToldAt { get; init; }

    /// <summary>When the worker put it aside; null while the passport shows it.</summary>
    public DateTimeOffset? SeenAt { get; set; }
}
