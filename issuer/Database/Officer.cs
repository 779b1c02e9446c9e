namespace SkillsPassport.Issuer.Database;

/// <summary>What an officer may do here; nobody has two of these.</summary>
public enum OfficerRole
{
    /// <summary>Checks and uploads result sheets, follows them.</summary>
    Assessor,

    /// <summary>Approves and rejects sheets; revokes, suspends, reinstates, replaces.</summary>
    Officer,

    /// <summary>Reads everything, changes nothing.</summary>
    Auditor,
}

/// <summary>A person with a sign-in at the issuer.</summary>
public sealed class Officer
{
    public required string UserName { get; init; }
    public required string DisplayName { get; set; }
    public required OfficerRole Role { get; set; }
    public required string PasswordHash { get; set; }

    /// <summary>Changes with the password or when the account is closed, so that older cookies end.</summary>
    public required string Stamp { get; set; }
    public bool Closed { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
}
