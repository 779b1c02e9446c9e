using System.Runtime.CompilerServices;
using System.Text.Json;
using SkillsPassport.Credentials.Verification;

namespace SkillsPassport.Credentials.Tests.Verification;

/// <summary>The law (<c>schemas/api/verification.json</c>) and the code name the same things.</summary>
public sealed class ReasonTests
{
    private static readonly JsonElement Table = Read("verification.json");

    [Fact]
    public void Every_reason_is_an_enum_member_and_the_other_way_round() => Same<ReasonCode>("reasons");

    [Fact]
    public void Every_check_question_and_state_is_an_enum_member_and_the_other_way_round()
    {
        Same<Check>("checks");
        Same<Question>("questions");
        Same<VerdictState>("states");
        Assert.Equal(Enum.GetNames<CheckOutcome>(), Table.GetProperty("outcomes").EnumerateArray()
            .Select(outcome => outcome.GetString()));
        Assert.Equal(Enum.GetValues<AnswerValue>().Select(Wire.Name), Table.GetProperty("answers").EnumerateArray()
            .Select(answer => answer.GetString()));
    }

    [Fact]
    public void Every_check_answers_the_question_that_looks_at_it()
    {
        var questions = Table.GetProperty("questions").EnumerateArray().SelectMany(question => question
            .GetProperty("checks").EnumerateArray().Select(check => (check.GetString(),
                question.GetProperty("code").GetString()))).Order();

        Assert.Equal(questions, Table.GetProperty("checks").EnumerateArray().Select(check =>
            (check.GetProperty("code").GetString(), check.GetProperty("question").GetString())).Order());
    }

    [Fact]
    public void Every_reason_cites_a_section_and_says_who_sees_it() => Assert.All(
        Table.GetProperty("reasons").EnumerateArray(), reason =>
        {
            Assert.NotEmpty(reason.GetProperty("spec").GetString()!);
            Assert.Contains("machine", reason.GetProperty("seenBy").EnumerateArray().Select(who => who.GetString()));
            Assert.EndsWith(".", reason.GetProperty("means").GetString());
        });

    [Fact]
    public void Every_reason_is_tried_by_a_vector_or_a_test()
    {
        var vectors = File.ReadAllText(Vector.Path("verdicts.json"));
        var tests = string.Concat(Directory.GetFiles(Here(), "*VerdictTests.cs").Select(File.ReadAllText));

        Assert.All(Enum.GetValues<ReasonCode>(), reason => Assert.True(
            vectors.Contains($"\"{Wire.Name(reason)}\"", StringComparison.Ordinal)
            || tests.Contains($"ReasonCode.{reason}", StringComparison.Ordinal), $"{reason} is never produced."));
    }

    [Fact]
    public void Every_refusal_stands_under_the_check_the_table_names() => Assert.All(
        Table.GetProperty("reasons").EnumerateArray().Where(row => row.GetProperty("code").GetString() != "ok"), row =>
        {
            var outcomes = row.GetProperty("outcomes").EnumerateArray().Select(outcome => outcome.GetString()).ToList();
            Assert.NotEmpty(row.GetProperty("checks").EnumerateArray());
            Assert.All(outcomes, outcome => Assert.True(Enum.TryParse<CheckOutcome>(outcome, out _)));
        });

    [Fact]
    public void The_report_schema_lists_the_same_states_and_checks()
    {
        var properties = Read("verification-report.schema.json").GetProperty("properties");

        Assert.Equal(Enum.GetValues<VerdictState>().Select(Wire.Name), Strings(properties.GetProperty("state")));
        Assert.Equal(Enum.GetValues<Check>().Select(Wire.Name), Strings(properties.GetProperty("checks")
            .GetProperty("items").GetProperty("properties").GetProperty("check")));
    }

    private static IEnumerable<string?> Strings(JsonElement schema) =>
        schema.GetProperty("enum").EnumerateArray().Select(one => one.GetString());

    private static void Same<T>(string list)
        where T : struct, Enum => Assert.Equal(Enum.GetValues<T>().Select(Wire.Name),
            Table.GetProperty(list).EnumerateArray().Select(row => row.GetProperty("code").GetString()));

    private static JsonElement Read(string name)
    {
        using var stream = typeof(CredentialVerifier).Assembly.GetManifestResourceStream("schemas/api/" + name)!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
