using System.Text.Json;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Credentials.Verification;

/// <summary>What both forms of a credential have in common once read; nothing in it is believed yet.</summary>
internal abstract class PresentedCredential
{
    private static readonly TimeSpan Dhaka = TimeSpan.FromHours(6);

    /// <summary>Name of the form in reports.</summary>
    public abstract string Format { get; }

    /// <summary>Claim <c>iss</c>.</summary>
    public abstract string? Issuer { get; }

    /// <summary>Credential type.</summary>
    public abstract string? Vct { get; }

    /// <summary>Framework id; null when it is not in the framework data.</summary>
    public abstract string? Framework { get; }

    /// <summary>Claim <c>iat</c>.</summary>
    public abstract DateTimeOffset? IssuedAt { get; }

    /// <summary>Claim <c>nbf</c>.</summary>
    public abstract DateTimeOffset? NotBefore { get; }

    /// <summary>Claim <c>exp</c>.</summary>
    public abstract DateTimeOffset? Expires { get; }

    /// <summary>Day the result was published.</summary>
    public abstract DateOnly? ResultDate { get; }

    /// <summary>Code of the assessment centre; null when it was not disclosed.</summary>
    public abstract string? CentreCode { get; }

    /// <summary>Day of the assessment; null when it was not disclosed.</summary>
    public abstract DateOnly? AssessedOn { get; }

    /// <summary>Address of the status list and index in it; null when there is none.</summary>
    public abstract (string Uri, int Index)? Status { get; }

    /// <summary>Whether claims and type belong together.</summary>
    public abstract void CheckType(Findings findings);

    /// <summary>The key that must have signed.</summary>
    public abstract KeyFinding FindKey(IssuerTrust issuer, DateTimeOffset now);

    /// <summary>True when this key signed.</summary>
    public abstract bool VerifiedBy(VerificationKey key);

    /// <summary>Whether the presenter is the holder.</summary>
    public abstract void CheckHolder(Findings findings, DateTimeOffset now);

    /// <summary>What it says, for people and machines.</summary>
    public abstract void WriteContent(Utf8JsonWriter json, TrustSnapshot? trust);

    /// <summary>
    /// Why the dates of the award cannot stand beside the time of signing: nobody signs the result of what has yet to
    /// happen, or publishes it before the assessment. Null when they can.
    /// </summary>
    /// <param name="lastDay">The last day on which it can have been signed; null when that is not known.</param>
    protected string? FindConflictOfDates(DateOnly? lastDay) =>
        AssessedOn > ResultDate ? "assessed_on is after the result was published."
        : AssessedOn > lastDay ? "assessed_on is after the day of signing."
        : null;

    /// <summary>The calendar day in Bangladesh, UTC+6 all year; the last hours of the year 9999 have no other day
    /// than UTC's.</summary>
    protected static DateOnly Day(DateTimeOffset time) => DateOnly.FromDateTime(
        time.UtcDateTime < DateTime.MaxValue - Dhaka ? time.UtcDateTime + Dhaka : time.UtcDateTime);
}

/// <summary>A key, or why there is none.</summary>
/// <param name="Key">The key that must have signed.</param>
/// <param name="Window">When its signatures count, null when only a certificate chain vouches for it.</param>
/// <param name="Reason">Why there is no key.</param>
/// <param name="Detail">For a developer.</param>
internal readonly record struct KeyFinding(
    VerificationKey? Key, TrustedKey? Window, ReasonCode Reason = ReasonCode.Ok, string? Detail = null)
{
    public static KeyFinding Found(IssuerKey key) => new(key.Key, key.Window);

    public static KeyFinding None(ReasonCode reason, string? detail = null) => new(null, null, reason, detail);
}
