namespace SkillsPassport.Issuer.Sheets;

/// <summary>What keyed hashes and encrypted fields are for; a value of one purpose means nothing for another.</summary>
public static class Purpose
{
    public const string Person = "person";
    public const string SessionClaim = "session-claim";
    public const string IdentityNumber = "identity-number";
    public const string PassportNumber = "passport-number";
    public const string Mobile = "mobile";
    public const string SheetSeal = "sheet-seal";
    public const string ApprovalSeal = "approval-seal";
    public const string StatusPermutation = "status-permutation";
}
