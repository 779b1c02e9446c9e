using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Credentials.Verification;

/// <summary>
/// Verifies a credential: pure, synchronous, without input or output, safe for several threads. The checks and what
/// follows from them are laid down in <c>schemas/api/verification.json</c>.
/// </summary>
/// <param name="clock">Tells the time.</param>
public sealed class CredentialVerifier(TimeProvider clock)
{
    private readonly TimeProvider _clock = clock ?? throw new ArgumentNullException(nameof(clock));

    /// <summary>Runs every check and reports all of them.</summary>
    /// <param name="request">What to verify; see <see cref="VerificationInput"/>.</param>
    /// <param name="trust">The trust list, null when none could be had.</param>
    /// <param name="lists">Status lists at hand. When <see cref="VerificationReport.MissingStatusList"/> is set, the
    /// host fetches that list and verifies again.</param>
    public VerificationReport Verify(VerificationRequest request, TrustSnapshot? trust, IStatusLists lists)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(lists);
        var now = _clock.GetUtcNow();
        var findings = new Findings(paper: !request.IsSdJwt);
        PresentedCredential credential;
        try
        {
            credential = Read(request);
        }
        catch (InputRefusedException refused)
        {
            return Unreadable(request, refused, trust, now, findings);
        }

        findings.Pass(Check.Format);
        credential.CheckType(findings);
        TrustChecks.Run(credential, trust, now, findings);
        CheckTimes(credential, now, findings);
        var (status, missing) = StatusCheck.Run(credential, trust, lists, now, findings);
        credential.CheckHolder(findings, now);

        return new VerificationReport(findings.Results, now, status?.AsOf, json => credential.WriteContent(json, trust))
        {
            Format = credential.Format,
            Issuer = credential.Issuer is { } id ? Describe(id, trust) : null,
            Status = status,
            TrustList = trust?.List,
            MissingStatusList = missing,
        };
    }

    private static PresentedCredential Read(VerificationRequest request) =>
        request.PaperCwt is { } cwt ? new PaperCredential(PaperCwt.Parse(cwt))
        : request.IsSdJwt ? WalletCredential.Read(request.SdJwtAscii(), request)
        : request.IsTooLong ? throw new InputRefusedException(InputRefusal.TooLarge, "Longer than any certificate.")
        : throw new InputRefusedException(InputRefusal.Unreadable, "Neither an SD-JWT nor a certificate's QR.");

    private static VerificationReport Unreadable(VerificationRequest request, InputRefusedException refused,
        TrustSnapshot? trust, DateTimeOffset now, Findings findings)
    {
        var check = RefusalReasons.CheckOf(refused.Refusal);
        if (check != Check.Format)
        {
            findings.Pass(Check.Format);
        }

        findings.Fail(check, RefusalReasons.Of(refused.Refusal), refused.Message);
        return new VerificationReport(findings.Results, now, null, null)
        {
            Format = request.PaperCwt is not null || !request.IsSdJwt ? PaperCredential.Name
                : EndsInTilde(request) ? Specs.SdJwtVc.DcSdJwt
                : WalletCredential.KeyBoundName,
            TrustList = trust?.List,
        };
    }

    private static bool EndsInTilde(VerificationRequest request) => request.SdJwt is { } text
        ? text.AsSpan().TrimEnd() is [.., Specs.SdJwt.Separator]
        : request.SdJwtAscii().Span is [.., (byte)Specs.SdJwt.Separator];

    private static void CheckTimes(PresentedCredential credential, DateTimeOffset now, Findings findings)
    {
        var soon = now + VerificationTable.Skew;
        if (credential.IssuedAt > soon)
        {
            // Signed later than now: a clock is wrong, and nobody can tell from here whose.
            findings.CouldNotCheck(Check.NotBefore, ReasonCode.IssuedLater);
        }
        else if (credential.NotBefore > soon)
        {
            findings.Fail(Check.NotBefore, ReasonCode.NotYetValid);
        }
        else if ((credential.NotBefore ?? credential.IssuedAt) is not null)
        {
            findings.Add(Check.NotBefore, CheckOutcome.Passed, ReasonCode.Ok);
        }

        if (credential.Expires is { } ends)
        {
            // The end may be the last second there is: nothing is added to it.
            var ended = now - VerificationTable.Skew >= ends;
            findings.Add(Check.Expiry, ended ? CheckOutcome.Failed : CheckOutcome.Passed,
                ended ? ReasonCode.Expired : ReasonCode.Ok);
        }
    }

    private static ReportedIssuer Describe(string id, TrustSnapshot? trust) =>
        trust?.FindIssuer(id) is { Issuer: { } issuer }
            ? new ReportedIssuer(id, issuer.Name, issuer.Demo || trust.List is { Demo: true })
            : new ReportedIssuer(id, null, false);
}
