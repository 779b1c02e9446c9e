using System.Globalization;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Credentials.Verification;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Verifier.Browser;

namespace SkillsPassport.Verifier.Pages;

/// <summary>
/// A report in the reader's words, for pages without script. Says what <c>Browser/verdict.mjs</c> and
/// <c>certificate.mjs</c> say, from the same phrases.
/// </summary>
public sealed class ReportText(VerificationReport report, Phrases phrases)
{
    private const string SpecificUnits = "occupation-specific";
    private readonly JsonObject? _content = report.Content;

    public Phrases T => phrases;

    /// <summary>The code it was asked by: with it the page can ask again. Null when it cannot.</summary>
    public string? Code { get; init; }

    /// <summary>What came of comparing with the passport.</summary>
    public PersonAnswer? Person { get; init; }

    /// <summary>What the level means in a country; null when the page cannot be asked.</summary>
    public AbroadAnswer? Abroad { get; init; }

    public VerificationReport Report => report;

    public string State => Wire.Name(report.State);

    /// <summary>The phrase above all. A statement of achievement is no certificate, so nothing calls it one.</summary>
    public string Title =>
        report.State == VerdictState.Valid && Text("award") == nameof(AwardType.StatementOfAchievement)
            ? "state.valid.statement" : $"state.{State}.title";

    /// <summary>What to do now. Being connected does not help against an old list.</summary>
    public string Next => report is { State: VerdictState.CouldNotCheck, Genuine.Reason: ReasonCode.TrustListRollback }
        ? $"state.{State}.next.old_list" : $"state.{State}.next";

    public string Look => report.State switch
    {
        VerdictState.Valid => "yes",
        VerdictState.CouldNotCheck => "unknown",
        _ => "no",
    };

    public bool IsDemo => report.Issuer is { Demo: true } && report.Genuine.Value != AnswerValue.No;

    /// <summary>The content is shown only when nothing says no and the bytes are known to be the issuer's.</summary>
    public bool ShowsContent => Look != "no" && _content is not null && report.Genuine.Value == AnswerValue.Yes;

    /// <summary>Which certificate a "no" is about, when that is known.</summary>
    public string? Serial => Look == "no" && report.Genuine.Value == AnswerValue.Yes ? Text("serial_no") : null;

    public string CheckedAt => Isolate(Moment(report.CheckedAt));

    public IEnumerable<(Question Question, Answer Answer, string Look, string Sentence)> Answers =>
        from question in Enum.GetValues<Question>()
        let answer = report[question]
        where Look != "no" || answer.Value == AnswerValue.No
        select (question, answer,
            answer.Value switch { AnswerValue.Yes => "yes", AnswerValue.No => "no", _ => "unknown" },
            Sentence(question, answer));

    public IEnumerable<(string Label, string Value, bool IsCode)> Rows()
    {
        (string Key, string? Value, bool IsCode)[] rows =
        [
            ("award", Text("award") is { } award ? phrases[$"award.{award}"] : null, false),
            ("occupation", Occupation(), false),
            ("level", Level(), false),
            ("meaning", Meaning(), false),
            ("pathway", Text("pathway") is { } pathway ? phrases[$"pathway.{pathway}"] : null, false),
            ("assessed_on", Day("assessed_on"), false),
            ("result_published_on", Day("result_published_on"), false),
            ("valid_until", Day("valid_until"), false),
            ("issuer", IssuerName(), false),
            ("centre", Centre(), false),
            ("serial_no", Text("serial_no"), true),
            ("registration_no", Text("registration_no"), true),
            ("replaces", Text("replaces"), true),
        ];
        return rows.Where(row => row.Value is not null)
            .Select(row => (phrases[$"content.{row.Key}"], row.Value!, row.IsCode));
    }

    public string? Text(string name) => (string?)_content?[name];

    public IEnumerable<(string Title, WeldingUnit? Welding)> Units(bool specific) =>
        from unit in _content?["units"]?.AsArray() ?? []
        where (string?)unit["category"] == SpecificUnits == specific
        select ((phrases.Language == "bn" ? (string?)unit["title_bn"] : null) ?? (string?)unit["title_en"] ?? "",
            (string?)unit["code"] is { } code ? Crosswalk.FindWelding(code) : null);

    /// <summary>Other names of the occupation, for orientation.</summary>
    public TradeAbroad? Trade => (string?)_content?["occupation"]?["code"] is { } code ? Crosswalk.Find(code) : null;

    /// <summary>Destinations by their names in the reader's language, in its order.</summary>
    public IEnumerable<(string Code, string Name)> Countries() => DestinationData.Destinations
        .Select(one => (one.Code, Name: phrases[$"country.{one.Code}"]))
        .OrderBy(one => one.Name, StringComparer.Create(CultureInfo.GetCultureInfo(phrases.Language), false));

    /// <summary>A level of another framework, among as many as the register says that it has.</summary>
    public string LevelThere(string level, string framework) =>
        int.TryParse(level, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Abroad?.Frameworks?.FirstOrDefault(one => one.Id == framework) is { LevelCount: > 0 } there
                ? phrases["content.level.of", Number(number), Number(there.LevelCount)] : Number(number)
            : level;

    /// <summary>What an employer may compare with the passport; the solution itself is never shown.</summary>
    public IEnumerable<string> PersonQuestions() =>
        from question in new[] { (Name: "passport", Claim: "passport_last3"), (Name: "year", Claim: "birth_year") }
        where _content?[question.Claim] is not null
        select question.Name;

    /// <summary>What a reader must know before relying on it: not a full certificate, not a licence.</summary>
    public IEnumerable<string> Warnings()
    {
        if (Text("award") == "StatementOfAchievement" && (int?)_content!["units_total"] is { } total)
        {
            yield return phrases["statement.note", Number((int)_content["units_competent"]!), Number(total)];
        }

        if ((string?)_content!["occupation"]?["code"] == "DRV")
        {
            yield return phrases["driving.note"];
        }
    }

    public string Number(long value) => phrases.Number(value);

    public string Moment(DateTimeOffset at) => phrases.Moment(at);

    private string Sentence(Question question, Answer answer)
    {
        var asOf = report.Status is { } status ? Isolate(Moment(status.AsOf)) : "";
        var issuer = Isolate(IssuerName() ?? "");
        if (answer.Value != AnswerValue.Yes)
        {
            var day = answer.Reason switch
            {
                ReasonCode.Expired => Day("valid_until"),
                ReasonCode.NotYetValid => Day("result_published_on"),
                _ => null,
            };
            return phrases[$"reason.{Wire.Name(answer.Reason)}", day ?? "", asOf];
        }

        return question switch
        {
            Question.Genuine => phrases["ok.genuine", issuer],
            Question.Accredited => phrases["ok.accredited", issuer, Day("result_published_on") ?? ""],
            Question.Valid => phrases["ok.valid", Day("valid_until") ?? "", asOf],
            Question.Person => phrases["ok.person"],
        };
    }

    private string? IssuerName() => report.Issuer?.Name is { } name
        ? phrases.Language switch { "bn" => name.Bn, "ar" => name.Ar, _ => null } ?? name.En : null;

    private string? Occupation()
    {
        var occupation = _content?["occupation"];
        var signed = (string?)occupation?["name_en"];
        var code = (string?)occupation?["code"];
        return phrases.Language switch
        {
            "bn" => (string?)occupation?["name_bn"] ?? signed,
            "en" => signed,
            _ when phrases.Find($"occupation.{code}") is { } word => $"{word} · {Isolate(signed ?? code!)}",
            _ => signed,
        };
    }

    private string? Level()
    {
        if (Text("level") is not { } level || Text("framework") is not { } framework)
        {
            return null;
        }

        var count = FrameworkData.Frameworks.Where(one => one.Id == framework)
            .Select(PageSettings.LevelCount).FirstOrDefault();
        var of = int.TryParse(level, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && count > 0
            ? phrases["content.level.of", Number(number), Number(count)] : level;
        return $"{of} · {phrases[$"framework.{framework}"]}";
    }

    private string? Meaning() =>
        phrases.Find($"level.{Text("framework")}.{Text("level")}") ?? Text("job_class");

    private string? Centre()
    {
        var centre = _content?["assessment_centre"];
        var name = (phrases.Language == "bn" ? (string?)centre?["name_bn"] : null) ?? (string?)centre?["name_en"];
        return centre is null ? null : $"{Isolate(name ?? "")} {Isolate((string?)centre["code"] ?? "")}";
    }

    private string? Day(string name) =>
        DateOnly.TryParseExact(Text(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? phrases.Date(day) : null;

    public string Date(DateOnly day) => phrases.Date(day);

    private static string Isolate(string text) => PageNumbers.Isolate(text);
}
