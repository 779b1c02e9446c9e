namespace SkillsPassport.Credentials.Verification;

/// <summary>Collects the outcomes of one verification.</summary>
internal sealed class Findings(bool paper)
{
    private readonly List<CheckResult> _results = new(12);

    /// <summary>Everything found so far.</summary>
    public IReadOnlyList<CheckResult> Results => _results;

    /// <summary>
    /// The first reason not to look any further on the issuer's word: genuine, or the issuer, has not passed.
    /// </summary>
    public ReasonCode? WhyNotBelieved => Reason(CheckOutcome.Failed) ?? Reason(CheckOutcome.CouldNotCheck);

    /// <summary>True when some check has failed.</summary>
    public bool AnyFailed => _results.Exists(result => result.Outcome == CheckOutcome.Failed);

    public void Pass(Check check) => _results.Add(VerificationTable.Passed(check, paper));

    public void Fail(Check check, ReasonCode reason, string? detail = null) =>
        Add(check, CheckOutcome.Failed, reason, detail);

    public void CouldNotCheck(Check check, ReasonCode reason, string? detail = null) =>
        Add(check, CheckOutcome.CouldNotCheck, reason, detail);

    /// <summary>Says of something that is not there: no when the list is fresh, unknown when it is stale.</summary>
    public void Absent(Check check, ReasonCode reason, bool fresh) =>
        Add(check, fresh ? CheckOutcome.Failed : CheckOutcome.CouldNotCheck, reason);

    public void Add(Check check, CheckOutcome outcome, ReasonCode reason, string? detail = null) =>
        _results.Add(new CheckResult(check, outcome, reason, VerificationTable.Spec(check, paper), detail));

    private ReasonCode? Reason(CheckOutcome outcome) => _results.Find(result => result.Outcome == outcome
        && result.Check is Check.Format or Check.Type or Check.Signature or Check.IssuerKey or Check.Issuer)?.Reason;
}
