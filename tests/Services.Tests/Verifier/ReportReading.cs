using System.Text.Json;

namespace SkillsPassport.Services.Tests.Verifier;

/// <summary>Reads a VerificationReport as an outsider would: from its JSON.</summary>
public static class ReportReading
{
    public static string? State(this JsonElement report) => report.GetProperty("state").GetString();

    public static string? Answer(this JsonElement report, string question) =>
        report.GetProperty("answers").GetProperty(question).GetProperty("answer").GetString();

    public static string? Reason(this JsonElement report, string question) =>
        report.GetProperty("answers").GetProperty(question).GetProperty("reason").GetString();

    /// <summary>Outcome and reason of one check, such as <c>CouldNotCheck status_unreachable</c>.</summary>
    public static string Check(this JsonElement report, string check) => report.GetProperty("checks").EnumerateArray()
        .Where(one => one.GetProperty("check").GetString() == check)
        .Select(one => $"{one.GetProperty("outcome").GetString()} {one.GetProperty("reason").GetString()}")
        .SingleOrDefault() ?? "not listed";
}
