namespace SkillsPassport.Hosting.Audit;

/// <summary>One act in the trail. Each hash covers the entry and the hash before it.</summary>
public sealed class AuditEntry
{
    public required long Sequence { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>User name of the officer, or <c>system</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>What was done, as in <c>sheet.approved</c>.</summary>
    public required string Act { get; init; }

    /// <summary>To what: a serial number, a row's id, a user name.</summary>
    public required string Subject { get; init; }

    /// <summary>Why, in the officer's words; empty when the act needs none.</summary>
    public required string Reason { get; init; }

    /// <summary>Digests and counts that belong to the act; never a name or an identity number.</summary>
    public required string Detail { get; init; }

    /// <summary>Hash of the entry before, lower-case hexadecimal.</summary>
    public required string Previous { get; init; }
    public required string Hash { get; init; }
}

/// <summary>The end of the trail; the one row that appending locks.</summary>
public sealed class AuditHead
{
    public required int Id { get; init; }
    public required long Sequence { get; set; }
    public required string Hash { get; set; }
}
