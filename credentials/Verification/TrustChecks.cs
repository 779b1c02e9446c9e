using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Credentials.Verification;

/// <summary>Trust list, issuer, award, key, signature and centre.</summary>
internal static class TrustChecks
{
    private static readonly Check[] RestOnTrustList =
        [Check.Signature, Check.Issuer, Check.Award, Check.IssuerKey, Check.Centre];

    private static readonly Check[] RestOnIssuer = [Check.Signature, Check.Award, Check.IssuerKey, Check.Centre];

    public static void Run(
        PresentedCredential credential, TrustSnapshot? trust, DateTimeOffset now, Findings findings)
    {
        if (WhyUnusable(trust, now) is { } unusable)
        {
            findings.CouldNotCheck(Check.TrustList, unusable, trust?.Refusal?.Message);
            CarryOn(RestOnTrustList, unusable, credential, findings);
            return;
        }

        var list = trust!.List!;
        var fresh = now - VerificationTable.Skew < list.NextUpdate;
        if (fresh)
        {
            findings.Pass(Check.TrustList);
        }
        else
        {
            findings.CouldNotCheck(Check.TrustList, ReasonCode.TrustListStale);
        }

        if (credential.Issuer is not { } id || trust.FindIssuer(id) is not { } issuer)
        {
            findings.Absent(Check.Issuer, ReasonCode.IssuerUnknown, fresh);
            CarryOn(RestOnIssuer, ReasonCode.IssuerUnknown, credential, findings);
            return;
        }

        // Without a signing time nothing can be proven to be older than a withdrawal.
        var signedAt = credential.IssuedAt ?? now;
        if (issuer.Issuer.WithdrawnFrom <= signedAt)
        {
            findings.Fail(Check.Issuer, ReasonCode.IssuerWithdrawn);
        }
        else
        {
            findings.Pass(Check.Issuer);
        }

        CheckKeyAndSignature(credential, issuer, signedAt, now, fresh, findings);
        CheckAward(credential, issuer.Issuer, fresh, findings);
        CheckCentre(credential, trust, fresh, findings);
    }

    private static ReasonCode? WhyUnusable(TrustSnapshot? trust, DateTimeOffset now) => trust switch
    {
        null => ReasonCode.TrustListMissing,
        { Refusal.Reason: TrustListRefusal.Rollback } => ReasonCode.TrustListRollback,
        { List: null } => ReasonCode.TrustListInvalid,
        { List: { } list } when list.IssuedAt > now + VerificationTable.Skew => ReasonCode.TrustListInvalid,
        _ => null,
    };

    private static void CarryOn(
        Check[] checks, ReasonCode reason, PresentedCredential credential, Findings findings)
    {
        foreach (var check in checks)
        {
            if (check != Check.Centre || credential.CentreCode is not null)
            {
                findings.CouldNotCheck(check, reason);
            }
        }
    }

    private static void CheckKeyAndSignature(PresentedCredential credential, IssuerTrust issuer,
        DateTimeOffset signedAt, DateTimeOffset now, bool fresh, Findings findings)
    {
        var found = credential.FindKey(issuer, now);
        if (found.Key is null)
        {
            var absent = found.Reason == ReasonCode.KeyUnknown && (!fresh || issuer.KeysMissing);
            findings.Add(Check.IssuerKey, absent ? CheckOutcome.CouldNotCheck : CheckOutcome.Failed, found.Reason,
                found.Detail);
            findings.CouldNotCheck(Check.Signature, found.Reason);
            return;
        }

        if (WhyNotAt(found.Window, signedAt) is { } reason)
        {
            findings.Fail(Check.IssuerKey, reason);
        }
        else
        {
            findings.Pass(Check.IssuerKey);
        }

        if (credential.VerifiedBy(found.Key))
        {
            findings.Pass(Check.Signature);
        }
        else
        {
            findings.Fail(Check.Signature, ReasonCode.SignatureInvalid);
        }
    }

    /// <summary>Why a signature of that time does not count under a listed key.</summary>
    internal static ReasonCode? WhyNotAt(TrustedKey? window, DateTimeOffset signedAt) => window switch
    {
        null => null,
        { CompromisedFrom: { } stolen } when signedAt >= stolen => ReasonCode.KeyCompromised,
        { From: var from } when signedAt < from => ReasonCode.KeyNotYetValid,
        { Until: { } until } when signedAt >= until => ReasonCode.KeyExpired,
        _ => null,
    };

    private static void CheckAward(
        PresentedCredential credential, TrustedIssuer issuer, bool fresh, Findings findings)
    {
        if (credential.Framework is not { } framework)
        {
            findings.CouldNotCheck(Check.Award, ReasonCode.FrameworkDataUnknown);
        }
        else if (credential is { Vct: { } vct, ResultDate: { } day }
            && Covers(issuer.Awards, vct, framework, day))
        {
            findings.Pass(Check.Award);
        }
        else
        {
            findings.Absent(Check.Award, ReasonCode.AwardNotPermitted, fresh);
        }
    }

    private static bool Covers(IReadOnlyList<PermittedAward> awards, string vct, string framework, DateOnly day)
    {
        foreach (var award in awards)
        {
            if (award.Covers(vct, framework, day))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Covers(IReadOnlyList<AccreditedCentre> periods, DateOnly day)
    {
        foreach (var period in periods)
        {
            if (period.Covers(day))
            {
                return true;
            }
        }

        return false;
    }

    private static void CheckCentre(
        PresentedCredential credential, TrustSnapshot trust, bool fresh, Findings findings)
    {
        if (credential.CentreCode is not { } code)
        {
            return;
        }

        var periods = trust.FindCentre(code);
        if (periods.Count == 0)
        {
            findings.Absent(Check.Centre, ReasonCode.CentreUnknown, fresh);
        }
        else if ((credential.AssessedOn ?? credential.ResultDate) is { } day
            && Covers(periods, day))
        {
            findings.Pass(Check.Centre);
        }
        else
        {
            findings.Fail(Check.Centre, ReasonCode.CentreNotAccredited);
        }
    }
}
