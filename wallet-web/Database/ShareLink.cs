namespace SkillsPassport.Wallet.Database;

/// <summary>One presentation made for one recruiter. The link's secret is stored as a digest: a stolen database opens
/// no share.</summary>
public sealed class ShareLink
{
    public required Guid Id { get; init; }

    public required Guid WalletId { get; init; }

    /// <summary>SHA-256 of the link's id.</summary>
    public required byte[] LinkDigest { get; init; }

    /// <summary>Label, link, what is shown and the presentations: sealed with the wallet's data key.</summary>
    public required byte[] Sealed { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset EndsAt { get; set; }

    public DateTimeOffset? StoppedAt { get; set; }

    public int Openings { get; set; }

    public DateTimeOffset? LastOpenedAt { get; set; }

    /// <summary>How many openings the worker allows; null when any number.</summary>
    public int? OpeningsLimit { get; set; }

    /// <summary>How many openings the worker has seen; the rest are news.</summary>
    public int SeenOpenings { get; set; }

    /// <summary>Whether a message tells of an opening, beside the passport.</summary>
    public bool TellByMessage { get; set; }

    /// <summary>Keyed index of the recruiter's licence number; null when it was made for somebody else.</summary>
    public byte[]? RecruiterIndex { get; init; }
}

/// <summary>A share whose passport was deleted: its link keeps answering "gone" until it would have ended
/// anyway.</summary>
public sealed class GoneShare
{
    public required byte[] LinkDigest { get; init; }

    public required DateTimeOffset Until { get; init; }
}
