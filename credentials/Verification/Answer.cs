namespace SkillsPassport.Credentials.Verification;

/// <summary>The four questions a person has (<c>schemas/api/verification.json</c>, <c>questions</c>).</summary>
public enum Question
{
    /// <summary>Is it genuine?</summary>
    Genuine,

    /// <summary>Was the issuer accredited then?</summary>
    Accredited,

    /// <summary>Is it still valid, as of when?</summary>
    Valid,

    /// <summary>Does it belong to this person?</summary>
    Person,
}

/// <summary>What a question can be answered with.</summary>
public enum AnswerValue
{
    /// <summary>Yes.</summary>
    Yes,

    /// <summary>No.</summary>
    No,

    /// <summary>Could not check; never looks like a yes.</summary>
    CouldNotCheck,

    /// <summary>A person has to compare; the solution is not shown.</summary>
    PleaseCheck,
}

/// <summary>The overall state, first that holds of <c>schemas/api/verification.json</c>, <c>states</c>.</summary>
public enum VerdictState
{
    /// <summary>Forged, changed, or not a credential.</summary>
    NotGenuine,

    /// <summary>Issuer, award or centre was not accredited.</summary>
    NotAccredited,

    /// <summary>Revoked.</summary>
    Revoked,

    /// <summary>Replaced by a new certificate.</summary>
    Replaced,

    /// <summary>Suspended for now.</summary>
    Suspended,

    /// <summary>Expired.</summary>
    Expired,

    /// <summary>Not yet valid.</summary>
    NotYetValid,

    /// <summary>Presented by somebody else than its holder, or for another occasion.</summary>
    WrongHolder,

    /// <summary>Some answer could not be had.</summary>
    CouldNotCheck,

    /// <summary>Everything is in order.</summary>
    Valid,
}

/// <summary>One answer and the reason that decided it.</summary>
/// <param name="Value">The answer.</param>
/// <param name="Reason">Why.</param>
/// <param name="AsOf">For <see cref="Question.Valid"/>: the time of the status list it rests on.</param>
public sealed record Answer(AnswerValue Value, ReasonCode Reason, DateTimeOffset? AsOf = null);
