using SkillsPassport.Issuer.Database;

namespace SkillsPassport.Issuer.Status;

/// <summary>
/// What may become of an issued award, and the value its copies have in the status lists (Token Status List section 7:
/// 0 valid, 1 invalid, 2 suspended, 3 our own: replaced). Revoked and replaced are final: nobody can quietly bring back
/// what verifiers were told is void.
/// </summary>
public static class StatusTransitions
{
    /// <summary>Bits of an entry, enough for four states.</summary>
    public const int Bits = 2;

    /// <summary>True when an officer's act may lead from one state to the other.</summary>
    public static bool Allows(AwardState from, AwardState to) => (from, to) switch
    {
        (AwardState.Valid, AwardState.Revoked or AwardState.Suspended or AwardState.Replaced) => true,
        (AwardState.Suspended, AwardState.Valid or AwardState.Revoked or AwardState.Replaced) => true,
        _ => false,
    };

    /// <summary>The value of a copy of an award in this state. Nothing of an intended award has been signed.</summary>
    public static byte ValueOf(AwardState state) => state switch
    {
        AwardState.Intended or AwardState.Valid => 0,
        AwardState.Revoked => 1,
        AwardState.Suspended => 2,
        AwardState.Replaced => 3,
    };
}
