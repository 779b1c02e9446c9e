using System.Text.Json;
using System.Text.Json.Serialization;

namespace SkillsPassport.Client;

/// <summary>What the verifier found (<c>schemas/api/verification-report.schema.json</c>). Members that come up later
/// are passed over.</summary>
public sealed record Report
{
    /// <summary><c>paper-cwt</c>, <c>dc+sd-jwt</c> or <c>dc+sd-jwt+kb</c>.</summary>
    public required string Format { get; init; }

    /// <summary>When it was checked.</summary>
    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>The overall state.</summary>
    public required Coded<VerdictState> State { get; init; }

    /// <summary>The four questions.</summary>
    public required Answers Answers { get; init; }

    /// <summary>Every check with a meaning for this credential.</summary>
    public required IReadOnlyList<CheckResult> Checks { get; init; }

    /// <summary>Who issued it, when that could be read.</summary>
    public ReportedIssuer? Issuer { get; init; }

    /// <summary>What the status list says.</summary>
    public ReportedStatus? Status { get; init; }

    /// <summary>The trust list the report rests on.</summary>
    public ReportedTrustList? TrustList { get; init; }

    /// <summary>What the credential says, as signed; null when it is not genuine.</summary>
    public CredentialContent? Content { get; init; }
}

/// <summary>The four questions, answered.</summary>
public sealed record Answers(Answer Genuine, Answer Accredited, Answer Valid, Answer Person);

/// <summary>One answer and the reason that decided it.</summary>
/// <param name="Value">The answer.</param>
/// <param name="Reason">Why.</param>
/// <param name="AsOf">For "still valid?": the time of the status list it rests on.</param>
public sealed record Answer(
    [property: JsonPropertyName("answer")] Coded<AnswerValue> Value, Coded<Reason> Reason, DateTimeOffset? AsOf = null);

/// <summary>One check.</summary>
/// <param name="Check">Which.</param>
/// <param name="Outcome">How it came out.</param>
/// <param name="Reason">Why.</param>
/// <param name="Spec">The section it rests on.</param>
/// <param name="Detail">For a developer; no personal data.</param>
public sealed record CheckResult(
    Coded<Check> Check, Coded<CheckOutcome> Outcome, Coded<Reason> Reason, string Spec, string? Detail);

/// <summary>Who issued it.</summary>
/// <param name="Id">The issuer's URL.</param>
/// <param name="Name">Name on the trust list by language; null when it is not listed.</param>
/// <param name="Demo">A demonstration, not a real award.</param>
public sealed record ReportedIssuer(string Id, IReadOnlyDictionary<string, string>? Name, bool Demo);

/// <summary>What the status list says.</summary>
public sealed record ReportedStatus(string State, DateTimeOffset AsOf, string List);

/// <summary>The trust list the report rests on.</summary>
public sealed record ReportedTrustList(long Sequence, DateTimeOffset IssuedAt, DateTimeOffset NextUpdate);

/// <summary>What the credential says; what the holder did not disclose is null.</summary>
public sealed record CredentialContent
{
    /// <summary>Type of the credential.</summary>
    public required string Vct { get; init; }

    /// <summary><c>NationalSkillsCertificate</c> or <c>StatementOfAchievement</c>.</summary>
    public string? Award { get; init; }

    /// <summary>Title as signed.</summary>
    public string? Title { get; init; }

    /// <summary>Name in English letters.</summary>
    [JsonPropertyName("name_en")] public string? NameEn { get; init; }

    /// <summary>Name in Bangla.</summary>
    [JsonPropertyName("name_bn")] public string? NameBn { get; init; }

    /// <summary>Year of birth.</summary>
    [JsonPropertyName("birth_year")] public int? BirthYear { get; init; }

    /// <summary>Qualifications framework.</summary>
    public string? Framework { get; init; }

    /// <summary>Level in that framework.</summary>
    public string? Level { get; init; }

    /// <summary>Serial number.</summary>
    [JsonPropertyName("serial_no")] public string? SerialNo { get; init; }

    /// <summary>Last day of validity.</summary>
    [JsonPropertyName("valid_until")] public DateOnly? ValidUntil { get; init; }

    /// <summary>Everything else by its name on the wire.</summary>
    [JsonExtensionData] public IDictionary<string, JsonElement> More { get; init; } =
        new Dictionary<string, JsonElement>();
}

/// <summary>One credential of a batch.</summary>
/// <param name="Credential">The text of a QR code, an SD-JWT VC, or a presentation.</param>
/// <param name="Id">A name of your own, given back.</param>
/// <param name="Audience">The audience you asked the holder to present to.</param>
/// <param name="Nonce">The nonce you gave the holder.</param>
public sealed record BatchItem(string Credential, string? Id = null, string? Audience = null, string? Nonce = null);

/// <summary>The answer to one item of a batch: a report, or why there is none.</summary>
/// <param name="Number">Place of the item in all that was sent, from 1.</param>
/// <param name="Id">The item's own name.</param>
/// <param name="Report">The report; null when the item could not be read or checked.</param>
/// <param name="Problem">Why there is no report.</param>
public sealed record BatchAnswer(int Number, string? Id, Report? Report, Problem? Problem);

/// <summary>What a worker shared by a link.</summary>
/// <param name="State"><c>active</c>, <c>stopped</c>, <c>used_up</c>, <c>pin_needed</c>, <c>pin_wrong</c>,
/// <c>pin_wait</c> or <c>confirm_needed</c>.</param>
/// <param name="Wallet">The wallet that holds the share.</param>
/// <param name="Expires">When the share ends, seconds since 1970.</param>
/// <param name="Reports">One report for each presentation.</param>
/// <param name="OpeningsLeft">How many more openings the worker allows; null when any number.</param>
/// <param name="Wait">Seconds until a PIN may be tried again.</param>
public sealed record Share(string State, ShareWallet Wallet, long? Expires, IReadOnlyList<Report> Reports,
    int? OpeningsLeft = null, int? Wait = null);

/// <summary>The wallet as the trust list names it.</summary>
public sealed record ShareWallet(string Id, IReadOnlyDictionary<string, string>? Name);

/// <summary>An RFC 9457 problem of the API.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Short name, such as <c>too_many_requests</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Detail">What to do.</param>
/// <param name="TraceId">What the operator finds it by; null when none was given.</param>
public sealed record Problem(int Status, string? Code, string? Title, string? Detail, string? TraceId = null);

/// <summary>The verifier did not answer the request. What is wrong with a credential is never here: that is in the
/// report.</summary>
public sealed class VerifierException(Problem problem) : Exception($"{problem.Status} {problem.Code}: {problem.Detail}")
{
    /// <summary>What it said instead.</summary>
    public Problem Problem { get; } = problem;
}
