namespace SkillsPassport.Issuer;

/// <summary>Why an officer's act is not done. Values, not exceptions: the rules said no.</summary>
public enum Refusal
{
    NotFound,
    SheetNotOpen,
    DigestDiffers,
    UploaderMayNotApprove,
    AlreadyApprovedByYou,
    SealBroken,
    ReasonMissing,
    StateForbids,
    ReplacementWaiting,
    NothingChanged,
    SignInFailed,
    TooManyTries,
}

/// <summary>The one place where a refusal becomes a status and words.</summary>
public static class Refusals
{
    public static int Status(Refusal refusal) => refusal switch
    {
        Refusal.NotFound => StatusCodes.Status404NotFound,
        Refusal.SheetNotOpen or Refusal.DigestDiffers or Refusal.AlreadyApprovedByYou or Refusal.StateForbids
            or Refusal.ReplacementWaiting => StatusCodes.Status409Conflict,
        Refusal.UploaderMayNotApprove or Refusal.SealBroken => StatusCodes.Status403Forbidden,
        Refusal.ReasonMissing or Refusal.NothingChanged => StatusCodes.Status422UnprocessableEntity,
        Refusal.SignInFailed => StatusCodes.Status401Unauthorized,
        Refusal.TooManyTries => StatusCodes.Status429TooManyRequests,
    };

    /// <summary>Key of the phrase that says it.</summary>
    public static string Phrase(Refusal refusal) => $"refusal.{refusal}";
}
