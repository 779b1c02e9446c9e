namespace SkillsPassport.Authority.Database;

/// <summary>What one officer wants changed in a register, until another one decides.</summary>
public sealed class Proposal
{
    public required string Id { get; init; }

    /// <summary><c>comparisons</c> or <c>recruiters</c>.</summary>
    public required string Register { get; init; }
    public required ProposalAct Act { get; init; }

    /// <summary>The row's id or the licence number.</summary>
    public required string Subject { get; init; }

    /// <summary>SHA-256 of the row that was changed, empty for a new one: a row that moved on meanwhile is not
    /// overwritten.</summary>
    public required string Base { get; init; }

    /// <summary>The row as it shall be, JSON.</summary>
    public required string Content { get; init; }

    /// <summary>Why, in the officer's words; empty where the act needs none.</summary>
    public required string Reason { get; init; }

    /// <summary>SHA-256 over all of the above and the proposer: what is approved is what was on the screen.</summary>
    public required string Digest { get; init; }
    public required string ProposedBy { get; init; }
    public required DateTimeOffset ProposedAt { get; init; }
    public required ProposalState State { get; set; }
    public string? DecidedBy { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    public string? DecisionReason { get; set; }
}

/// <summary>What a proposal does.</summary>
public enum ProposalAct
{
    AddRow,
    CloseRow,
    AddLicence,
    ChangeLicence,
    Suspend,
    Reinstate,
    Cancel,
}

/// <summary>Where a proposal stands.</summary>
public enum ProposalState
{
    Waiting,
    Approved,
    Rejected,
    Withdrawn,
}

/// <summary>One row of a register as it is in force.</summary>
public sealed class RegisterRow
{
    public required string Register { get; init; }
    public required string Subject { get; init; }

    /// <summary>The row, JSON.</summary>
    public required string Content { get; set; }

    /// <summary>How often it was approved.</summary>
    public required long Version { get; set; }

    /// <summary>The proposal it came from.</summary>
    public required string Proposal { get; set; }

    /// <summary>Keyed hash over all of this, made at the approval: a row put in by hand has none, and is never
    /// signed.</summary>
    public required byte[] Seal { get; set; }
    public required DateTimeOffset ChangedAt { get; set; }
}

/// <summary>The end of a register's line of signed documents; the row that approving and signing lock.</summary>
public sealed class RegisterHead
{
    public required string Register { get; init; }

    /// <summary>Counts approvals.</summary>
    public required long Changes { get; set; }

    /// <summary>What <see cref="Changes"/> was when the newest document was signed.</summary>
    public required long SignedChanges { get; set; }

    /// <summary>Number of the newest document; 0 before the first.</summary>
    public required long Sequence { get; set; }

    /// <summary>The key that signed it.</summary>
    public required string Kid { get; set; }
    public required DateTimeOffset SignedAt { get; set; }
}

/// <summary>A signed register, stored before it is served.</summary>
public sealed class PublishedRegister
{
    public required string Register { get; init; }
    public required long Sequence { get; init; }
    public required string Jws { get; init; }
    public required DateTimeOffset SignedAt { get; init; }
}
