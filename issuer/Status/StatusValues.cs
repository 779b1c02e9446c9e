using SkillsPassport.Issuer.Database;

namespace SkillsPassport.Issuer.Status;

/// <summary>
/// What an award's state is in the status lists (Token Status List section 7): 0 valid, 1 invalid, 2 suspended, and 3,
/// which the specification leaves to the application: replaced.
/// </summary>
public static class StatusValues
{
    /// <summary>Bits of an entry, enough for four states.</summary>
    public const int Bits = 2;

    /// <summary>
    /// The value of every copy of an award in this state. Nothing of an intended award has been signed.
    /// </summary>
    public static byte Of(AwardState state) => state switch
    {
        AwardState.Intended or AwardState.Valid => 0,
        AwardState.Revoked => 1,
        AwardState.Suspended => 2,
        AwardState.Replaced => 3,
    };
}
