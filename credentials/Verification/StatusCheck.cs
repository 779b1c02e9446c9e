using SkillsPassport.Credentials.Status;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Credentials.Verification;

/// <summary>Token Status List, draft-20 section 8.3: only for a credential that is believed so far.</summary>
internal static class StatusCheck
{
    private static readonly string[] States = ["valid", "revoked", "suspended", "replaced"];

    /// <summary>Adds the check; gives what was found, or the list that has to be fetched.</summary>
    public static (ReportedStatus? Found, Uri? Missing) Run(PresentedCredential credential, TrustSnapshot? trust,
        IStatusLists lists, DateTimeOffset now, Findings findings)
    {
        if (credential.Status is not var (uri, index))
        {
            findings.CouldNotCheck(Check.Status, ReasonCode.StatusMissing);
            return default;
        }

        if (findings.WhyNotBelieved is { } doubt)
        {
            findings.CouldNotCheck(Check.Status, doubt);
            return default;
        }

        if (lists.Find(uri, credential.Issuer!) is not { } list)
        {
            findings.CouldNotCheck(Check.Status, lists.WhyMissing(uri, credential.Issuer!));
            return (null, !findings.AnyFailed && Uri.TryCreate(uri, UriKind.Absolute, out var address)
                ? address : null);
        }

        if (WhyNotUsable(list, uri, credential.Issuer!, trust, now) is { } reason)
        {
            findings.CouldNotCheck(Check.Status, reason);
            return (null, reason == ReasonCode.StatusStale && !findings.AnyFailed ? new Uri(uri) : null);
        }

        if (list.Get(index) is not { } value)
        {
            findings.CouldNotCheck(Check.Status, ReasonCode.StatusOutOfRange);
            return default;
        }

        if (ReasonOf(value) is not { } verdict)
        {
            findings.CouldNotCheck(Check.Status, ReasonCode.StatusInvalid, $"Status value {value}.");
            return default;
        }

        findings.Add(Check.Status, verdict == ReasonCode.Ok ? CheckOutcome.Passed : CheckOutcome.Failed, verdict);
        return (new ReportedStatus(States[value], list.IssuedAt, uri), null);
    }

    private static ReasonCode? WhyNotUsable(
        StatusListSnapshot list, string uri, string issuer, TrustSnapshot? trust, DateTimeOffset now)
    {
        if (list.Uri != uri)
        {
            return ReasonCode.StatusInvalid;
        }

        // The list was verified when it came in; its key may have been marked compromised since.
        var key = list.Token.Kid8 is { } kid8 ? trust?.FindKey(issuer, kid8)
            : list.Token.Kid is { } kid ? trust?.FindKey(issuer, kid) : null;
        return key is not null && TrustChecks.WhyNotAt(key.Window, list.IssuedAt) is not null
            ? ReasonCode.StatusInvalid
            : VerifiedStatusLists.WhyNotAt(list.IssuedAt, list.Expires, now);
    }

    // Section 7.1; 3 is application specific and means "replaced" in this system.
    private static ReasonCode? ReasonOf(byte value) => value switch
    {
        0 => ReasonCode.Ok,
        1 => ReasonCode.StatusRevoked,
        2 => ReasonCode.StatusSuspended,
        3 => ReasonCode.StatusReplaced,
        _ => null,
    };
}
