using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Registers;

namespace SkillsPassport.Authority.Proposals;

/// <summary>Branches and sub-agents as lines of a text field, members between bars, and back.</summary>
public static class RecruiterLines
{
    public static string Of(RecruiterBranch one) =>
        Join(one.Name.En, one.Name.Bn, one.District, one.Address, one.Phone);

    public static string Of(SubAgent one) => Join(one.Name.En, one.Name.Bn, one.District, one.Phone);

    /// <summary>Branches as JSON; the reader of licences says what is wrong with them.</summary>
    public static JsonArray Branches(string? text) => Read(text, parts => new JsonObject
    {
        ["name"] = Name(parts), ["district"] = Part(parts, 2), ["address"] = Part(parts, 3), ["phone"] = Part(parts, 4),
    });

    /// <summary>Sub-agents as JSON.</summary>
    public static JsonArray SubAgents(string? text) => Read(text, parts => new JsonObject
    {
        ["name"] = Name(parts), [nameof(SubAgent.District).ToLowerInvariant()] = Part(parts, 2),
        ["phone"] = Part(parts, 3),
    });

    private static JsonObject Name(string[] parts) => new() { ["en"] = Part(parts, 0), ["bn"] = Part(parts, 1) };

    private static JsonArray Read(string? text, Func<string[], JsonObject> read) =>
        new([.. (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => read(line.Split('|', StringSplitOptions.TrimEntries)))]);

    private static string? Part(string[] parts, int i) => i < parts.Length && parts[i].Length > 0 ? parts[i] : null;

    private static string Join(params string?[] parts) => string.Join(" | ", parts).TrimEnd(' ', '|');
}
