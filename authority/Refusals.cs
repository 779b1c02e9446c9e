namespace SkillsPassport.Authority;

/// <summary>Why an officer's act is not done. Values, not exceptions: the rules said no.</summary>
public enum Refusal
{
    /// <summary>No such proposal, row or licence.</summary>
    NotFound,

    /// <summary>Somebody has decided already.</summary>
    NotWaiting,

    /// <summary>Another digest than the one on the screen.</summary>
    DigestDiffers,

    /// <summary>Whoever proposed cannot approve.</summary>
    ProposerMayNotApprove,

    /// <summary>The row was changed since the proposal was made.</summary>
    RowMovedOn,

    /// <summary>What was approved since forbids it: it overlaps, or its number is taken.</summary>
    RulesForbid,

    /// <summary>A serious act needs its reason.</summary>
    ReasonMissing,

    /// <summary>Nothing was selected.</summary>
    NothingChosen,
}

/// <summary>The one place where a refusal becomes a status and words.</summary>
public static class Refusals
{
    public static int Status(Refusal refusal) => refusal switch
    {
        Refusal.NotFound => StatusCodes.Status404NotFound,
        Refusal.NotWaiting or Refusal.DigestDiffers or Refusal.RowMovedOn or Refusal.RulesForbid =>
            StatusCodes.Status409Conflict,
        Refusal.ProposerMayNotApprove => StatusCodes.Status403Forbidden,
        Refusal.ReasonMissing or Refusal.NothingChosen => StatusCodes.Status422UnprocessableEntity,
    };

    /// <summary>Key of the phrase that says it.</summary>
    public static string Phrase(Refusal refusal) => $"refusal.{refusal}";
}
