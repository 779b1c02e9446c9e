using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Credentials.Verification;

/// <summary>
/// What the verifier found. Every check is listed; answers and state are derived from the checks by one table and never
/// set. JSON shape: <c>schemas/api/verification-report.schema.json</c>.
/// </summary>
public sealed class VerificationReport
{
    private readonly Answer[] _answers;
    private readonly Action<Utf8JsonWriter>? _writeContent;
    private JsonObject? _content;

    internal VerificationReport(IReadOnlyList<CheckResult> checks, DateTimeOffset checkedAt, DateTimeOffset? asOf,
        Action<Utf8JsonWriter>? writeContent)
    {
        var ordered = InOrder(checks);
        Checks = ordered;
        CheckedAt = checkedAt;
        _answers = VerificationTable.Answers(ordered, asOf);
        State = VerificationTable.State(_answers);
        _writeContent = Genuine.Value == AnswerValue.No ? null : writeContent;
    }

    /// <summary><c>paper-cwt</c>, <c>dc+sd-jwt</c> or <c>dc+sd-jwt+kb</c>.</summary>
    public required string Format { get; init; }

    /// <summary>When it was checked.</summary>
    public DateTimeOffset CheckedAt { get; }

    /// <summary>Overall state.</summary>
    public VerdictState State { get; }

    /// <summary>Every check with a meaning for this credential, in order.</summary>
    public IReadOnlyList<CheckResult> Checks { get; }

    /// <summary>Is it genuine?</summary>
    public Answer Genuine => this[Question.Genuine];

    /// <summary>Was the issuer accredited then?</summary>
    public Answer Accredited => this[Question.Accredited];

    /// <summary>Is it still valid?</summary>
    public Answer Valid => this[Question.Valid];

    /// <summary>Does it belong to this person?</summary>
    public Answer Person => this[Question.Person];

    /// <summary>The issuer the credential names; its name is the trust list's, null when it is not listed.</summary>
    public ReportedIssuer? Issuer { get; init; }

    /// <summary>The status that was found, null when none was looked up.</summary>
    public ReportedStatus? Status { get; init; }

    /// <summary>The trust list the report rests on.</summary>
    public TrustList? TrustList { get; init; }

    /// <summary>
    /// What the credential says: signed bytes, spelled out with the framework data and the centre's name on the trust
    /// list. Null when <see cref="Genuine"/> is no.
    /// </summary>
    public JsonObject? Content =>
        _writeContent is null ? null : _content ??= VerificationReportJson.Tree(_writeContent);

    /// <summary>
    /// The status list to fetch before verifying again; set only once signature and issuer have passed and nothing has
    /// failed. Not part of the JSON.
    /// </summary>
    public Uri? MissingStatusList { get; init; }

    /// <summary>The answer to a question.</summary>
    public Answer this[Question question] => _answers[(int)question];

    /// <summary>The outcome of a check; NotApplicable when it is not listed.</summary>
    public CheckOutcome OutcomeOf(Check check) =>
        Checks.FirstOrDefault(result => result.Check == check)?.Outcome ?? CheckOutcome.NotApplicable;

    /// <summary>The report as JSON.</summary>
    public JsonObject ToJson() => VerificationReportJson.Tree(WriteTo);

    /// <summary>Writes the same JSON without making a tree of it.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        VerificationReportJson.Write(json, this);
    }

    private static List<CheckResult> InOrder(IReadOnlyList<CheckResult> found)
    {
        var ordered = new List<CheckResult>(found.Count);
        foreach (var result in found)
        {
            if (result.Outcome == CheckOutcome.NotApplicable)
            {
                continue;
            }

            // A dozen, nearly in order already.
            var at = ordered.Count;
            while (at > 0 && ordered[at - 1].Check > result.Check)
            {
                at--;
            }

            ordered.Insert(at, result);
        }

        return ordered;
    }

    internal void WriteContent(Utf8JsonWriter json)
    {
        if (_writeContent is null)
        {
            json.WriteNullValue();
        }
        else
        {
            _writeContent(json);
        }
    }
}

/// <summary>Who issued it.</summary>
/// <param name="Id">The <c>iss</c> claim.</param>
/// <param name="Name">Name on the trust list, null when not listed.</param>
/// <param name="Demo">True when the trust list marks it as a demonstration.</param>
public sealed record ReportedIssuer(string Id, LocalisedName? Name, bool Demo);

/// <summary>What the status list says.</summary>
/// <param name="State"><c>valid</c>, <c>revoked</c>, <c>suspended</c> or <c>replaced</c>.</param>
/// <param name="AsOf">When the list was signed.</param>
/// <param name="List">Its address.</param>
public sealed record ReportedStatus(string State, DateTimeOffset AsOf, string List);
