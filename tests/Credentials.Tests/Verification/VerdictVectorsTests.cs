using System.Text.Json;

namespace SkillsPassport.Credentials.Tests.Verification;

public sealed class VerdictVectorsTests
{
    private static readonly JsonElement[] Cases = Read();

    public static TheoryData<string> Names()
    {
        var names = new TheoryData<string>();
        foreach (var vector in Cases)
        {
            names.Add(vector.GetProperty("name").GetString()!);
        }

        return names;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_verdict_is_the_expected_one(string name)
    {
        var vector = Cases.Single(one => one.GetProperty("name").GetString() == name);

        var report = VerdictVectors.Run(vector).ToJson();

        Assert.Null(VerdictVectors.Difference(report, vector.GetProperty("expect")));
    }

    [Fact]
    public void The_file_holds_exactly_the_cases_of_its_generator() => Assert.Equal(
        VerdictCases.All().Select(one => one.Name), Cases.Select(one => one.GetProperty("name").GetString()));

    private static JsonElement[] Read()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Vector.Path("verdicts.json")));
        return [.. file.RootElement.Clone().GetProperty("cases").EnumerateArray()];
    }
}
