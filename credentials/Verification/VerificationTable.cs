using System.Text.Json;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Verification;

/// <summary>
/// <c>schemas/api/verification.json</c>, read once: which question a check answers, how checks become answers and
/// answers a state. Nothing of this is written a second time in C#.
/// </summary>
internal static class VerificationTable
{
    private const string Resource = "schemas/api/verification.json";
    private const string Anything = "*";

    private static readonly CheckResult[] PaperPasses;
    private static readonly CheckResult[] SdJwtPasses;
    private static readonly (Question Question, Check[] Checks)[] Questions;
    private static readonly (VerdictState State, Question? Question, AnswerValue? Answer, ReasonCode? Reason)[] States;

    static VerificationTable()
    {
        using var stream = typeof(VerificationTable).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not embedded.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        using var table = StrictJson.Parse(bytes.ToArray());
        var root = table.RootElement;

        Skew = TimeSpan.FromSeconds(root.GetProperty("clockSkewSeconds").GetInt32());
        var checks = root.GetProperty("checks").EnumerateArray().ToList();
        PaperPasses = Passes(checks, "paper");
        SdJwtPasses = Passes(checks, "sd_jwt");
        Questions = [.. root.GetProperty("questions").EnumerateArray().Select(row => (Code<Question>(row),
            row.GetProperty("checks").EnumerateArray().Select(check => Wire.Read<Check>(check.GetString()!))
                .ToArray()))];
        States = [.. root.GetProperty("states").EnumerateArray().Select(row => (Code<VerdictState>(row),
            row.TryGetProperty("question", out var question) && question.GetString() != Anything
                ? Wire.Read<Question>(question.GetString()!) : (Question?)null,
            row.TryGetProperty("answer", out var answer) ? Wire.Read<AnswerValue>(answer.GetString()!)
                : (AnswerValue?)null,
            row.TryGetProperty("reason", out var reason) ? Wire.Read<ReasonCode>(reason.GetString()!)
                : (ReasonCode?)null))];
    }

    /// <summary>How far two honest clocks may be apart.</summary>
    public static TimeSpan Skew { get; }

    /// <summary>The section a check rests on.</summary>
    public static string Spec(Check check, bool paper) => Passed(check, paper).Spec;

    /// <summary>Every check as it is when it has passed, in both forms.</summary>
    public static IEnumerable<CheckResult> AllPassed => [.. PaperPasses, .. SdJwtPasses];

    /// <summary>A check that has passed: there is nothing more to say of it.</summary>
    public static CheckResult Passed(Check check, bool paper) => (paper ? PaperPasses : SdJwtPasses)[(int)check];

    /// <summary>The four answers, by <see cref="Question"/>.</summary>
    public static Answer[] Answers(List<CheckResult> checks, DateTimeOffset? asOf)
    {
        var answers = new Answer[Questions.Length];
        foreach (var (question, order) in Questions)
        {
            answers[(int)question] = AnswerOf(order, checks, question == Question.Valid ? asOf : null);
        }

        var genuine = answers[(int)Question.Genuine];
        for (var i = 0; genuine.Value != AnswerValue.Yes && i < answers.Length; i++)
        {
            if (i != (int)Question.Genuine && answers[i].Value != AnswerValue.No)
            {
                answers[i] = answers[i] with { Value = AnswerValue.CouldNotCheck, Reason = genuine.Reason };
            }
        }

        return answers;
    }

    /// <summary>The first state that holds.</summary>
    public static VerdictState State(Answer[] answers)
    {
        foreach (var (state, question, value, reason) in States)
        {
            if (value is null || (question is { } one
                    ? Holds(answers[(int)one], value.Value, reason)
                    : AnyHolds(answers, value.Value, reason)))
            {
                return state;
            }
        }

        throw new InvalidOperationException("The table of states has no last row.");
    }

    private static bool AnyHolds(Answer[] answers, AnswerValue value, ReasonCode? reason)
    {
        foreach (var answer in answers)
        {
            if (Holds(answer, value, reason))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Holds(Answer answer, AnswerValue value, ReasonCode? reason) =>
        answer.Value == value && (reason is null || answer.Reason == reason);

    private static Answer AnswerOf(Check[] order, List<CheckResult> checks, DateTimeOffset? asOf)
    {
        CheckResult? open = null;
        foreach (var check in order)
        {
            foreach (var result in checks)
            {
                if (result.Check != check)
                {
                    continue;
                }

                if (result.Outcome == CheckOutcome.Failed)
                {
                    return new Answer(AnswerValue.No, result.Reason, asOf);
                }

                if (result.Outcome == CheckOutcome.CouldNotCheck)
                {
                    open ??= result;
                }
            }
        }

        return open is null ? new Answer(AnswerValue.Yes, ReasonCode.Ok, asOf)
            : new Answer(open.Reason == ReasonCode.PersonPleaseCheck ? AnswerValue.PleaseCheck
                : AnswerValue.CouldNotCheck, open.Reason, asOf);
    }

    private static T Code<T>(JsonElement row)
        where T : struct, Enum => Wire.Read<T>(row.GetProperty("code").GetString()!);

    private static CheckResult[] Passes(List<JsonElement> rows, string format)
    {
        var passes = new CheckResult[rows.Count];
        foreach (var row in rows)
        {
            var check = Code<Check>(row);
            passes[(int)check] = new CheckResult(check, CheckOutcome.Passed, ReasonCode.Ok, SpecOf(row, format));
        }

        return passes;
    }

    private static string SpecOf(JsonElement row, string format)
    {
        var spec = row.GetProperty("spec");
        return (spec.TryGetProperty(Anything, out var any) ? any : spec.GetProperty(format)).GetString()!;
    }
}
