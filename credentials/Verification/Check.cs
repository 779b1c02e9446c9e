namespace SkillsPassport.Credentials.Verification;

/// <summary>The named checks, in the order of a report (<c>schemas/api/verification.json</c>, <c>checks</c>).</summary>
public enum Check
{
    /// <summary>Well formed, canonical, within size.</summary>
    Format,

    /// <summary>Algorithm, header, type and claims.</summary>
    Type,

    /// <summary>Right under the issuer's key.</summary>
    Signature,

    /// <summary>The trust list itself: present, signed, fresh.</summary>
    TrustList,

    /// <summary>Issuer on the list and not withdrawn.</summary>
    Issuer,

    /// <summary>Award and framework permitted then.</summary>
    Award,

    /// <summary>Key known, in time, not compromised.</summary>
    IssuerKey,

    /// <summary>Assessment centre accredited then.</summary>
    Centre,

    /// <summary>Validity has begun.</summary>
    NotBefore,

    /// <summary>Validity has not ended.</summary>
    Expiry,

    /// <summary>Not revoked, suspended or replaced.</summary>
    Status,

    /// <summary>Presented by its holder.</summary>
    HolderBinding,
}

/// <summary>How a check came out.</summary>
public enum CheckOutcome
{
    /// <summary>Nothing to object to.</summary>
    Passed,

    /// <summary>The rules say no.</summary>
    Failed,

    /// <summary>Nobody can say; never a pass.</summary>
    CouldNotCheck,

    /// <summary>Has no meaning for this credential; not listed.</summary>
    NotApplicable,
}

/// <summary>One check of a report.</summary>
/// <param name="Check">Which.</param>
/// <param name="Outcome">How it came out.</param>
/// <param name="Reason">Why.</param>
/// <param name="Spec">The section it rests on, at its pinned version.</param>
/// <param name="Detail">For a developer: what exactly; no personal data. Null when there is nothing to add.</param>
public sealed record CheckResult(
    Check Check, CheckOutcome Outcome, ReasonCode Reason, string Spec, string? Detail = null);
