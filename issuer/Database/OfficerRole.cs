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
