using SkillsPassport.Credentials.Verification;
using SkillsPassport.Hosting.Status;
using SkillsPassport.Hosting.Telemetry;
using SkillsPassport.Hosting.Trust;

namespace SkillsPassport.Verifier.Verify;

/// <summary>One verdict. Answers from memory; only a status list that was not in use yet is waited for.</summary>
public sealed class CheckCredential(
    CredentialVerifier verifier, ITrustList trust, StatusLists lists, Measures measures)
{
    public ValueTask<VerificationReport> CheckAsync(VerificationRequest request, CancellationToken cancel)
    {
        var report = verifier.Verify(request, trust.Current, lists);
        // The library names a missing list only once signature and issuer have passed: nothing a stranger made up
        // is ever fetched (standards.md section 10, SSRF).
        return report is { MissingStatusList: { } uri, Issuer: { } issuer }
            ? new(FetchThenCheckAsync(request, report, uri, issuer.Id, cancel)) : new(Count(report));
    }

    private async Task<VerificationReport> FetchThenCheckAsync(
        VerificationRequest request, VerificationReport first, Uri uri, string issuer, CancellationToken cancel) =>
        Count(await lists.EnsureAsync(uri, issuer, cancel)
            ? verifier.Verify(request, trust.Current, lists) : first);

    private VerificationReport Count(VerificationReport report)
    {
        if (measures.CountsVerdicts)
        {
            var decided = Enum.GetValues<Question>().Select(question => report[question])
                .FirstOrDefault(answer => answer.Value is AnswerValue.No or AnswerValue.CouldNotCheck);
            measures.Verdict(report.Format, Wire.Name(report.State), Wire.Name(decided?.Reason ?? ReasonCode.Ok));
        }

        return report;
    }
}
