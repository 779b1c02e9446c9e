namespace SkillsPassport.Credentials.Issuing;

/// <summary>What is awarded; the number is the code in the paper certificate.</summary>
public enum AwardType
{
    /// <summary>All units of the qualification were judged competent.</summary>
    NationalSkillsCertificate = 1,

    /// <summary>Some units of the qualification were judged competent.</summary>
    StatementOfAchievement = 2,
}
