namespace SkillsPassport.Credentials.Trust;

/// <summary>Why a trust list was not accepted.</summary>
public enum TrustListRefusal
{
    /// <summary>
    /// Not a compact JWS of type <c>trust-list+jwt</c>, too long, or with a header that is not accepted.
    /// </summary>
    Unreadable,

    /// <summary>Signed by another key than the pinned root, or changed after it was signed.</summary>
    SignatureInvalid,

    /// <summary>Rightly signed, but the content breaks a rule of <c>schemas/api/trust-list.schema.json</c>.</summary>
    ContentInvalid,

    /// <summary>A lower sequence number than one seen before, or the same number with other bytes.</summary>
    Rollback,
}

/// <summary>A trust list was refused. The message names the rule, never a person.</summary>
public sealed class TrustListException(TrustListRefusal reason, string message, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>The kind of refusal.</summary>
    public TrustListRefusal Reason { get; } = reason;
}
