using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Registers;

namespace SkillsPassport.Authority.Proposals;

/// <summary>Branches and sub-agents as lines of a text field, members between bars, and back.</summary>
public static class RecruiterLines
{
    private const int BranchMembers = 5;
    private const int SubAgentMembers = 4;

    /// <summary>Stands between the members of a line, and so never inside one.</summary>
    public const char Bar = '|';

    /// <summary>A line to be read.</summary>
    public static string Of(RecruiterBranch one) => Read(Members(one));

    /// <inheritdoc cref="Of(RecruiterBranch)"/>
    public static string Of(SubAgent one) => Read(Members(one));

    /// <summary>A line of the form: a bar inside a member, as older registers may hold it, becomes a slash.</summary>
    public static string Typed(RecruiterBranch one) => Join(Slashed(Members(one)));

    /// <inheritdoc cref="Typed(RecruiterBranch)"/>
    public static string Typed(SubAgent one) => Join(Slashed(Members(one)));

    /// <summary>Whether the form writes a slash for what is a bar in the register.</summary>
    public static bool HasBar(Recruiter one) => one.Branches.SelectMany(Members)
        .Concat(one.SubAgents.SelectMany(Members)).Any(member => member?.Contains(Bar) == true);

    /// <summary>Branches as JSON; the reader of licences says what is wrong with them.</summary>
    public static JsonArray Branches(string? text) => Read(text, BranchMembers, parts => new JsonObject
    {
        ["name"] = Name(parts), ["district"] = Part(parts, 2), ["address"] = Part(parts, 3), ["phone"] = Part(parts, 4),
    });

    /// <summary>Sub-agents as JSON.</summary>
    public static JsonArray SubAgents(string? text) => Read(text, SubAgentMembers, parts => new JsonObject
    {
        ["name"] = Name(parts), [nameof(SubAgent.District).ToLowerInvariant()] = Part(parts, 2),
        ["phone"] = Part(parts, 3),
    });

    private static JsonObject Name(string[] parts) => new() { ["en"] = Part(parts, 0), ["bn"] = Part(parts, 1) };

    // What is too much stays in the last member, bars and all, and is refused there instead of falling off.
    private static JsonArray Read(string? text, int members, Func<string[], JsonObject> read) =>
        new([.. (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => read(line.Split(Bar, members, StringSplitOptions.TrimEntries)))]);

    private static string? Part(string[] parts, int i) => i < parts.Length && parts[i].Length > 0 ? parts[i] : null;

    private static string?[] Members(RecruiterBranch one) =>
        [one.Name.En, one.Name.Bn, one.District, one.Address, one.Phone];

    private static string?[] Members(SubAgent one) => [one.Name.En, one.Name.Bn, one.District, one.Phone];

    private static IEnumerable<string?> Slashed(string?[] members) =>
        members.Select(member => member?.Replace(Bar, '/'));

    private static string Read(string?[] members) =>
        string.Join(" · ", members.Where(member => !string.IsNullOrEmpty(member)));

    private static string Join(IEnumerable<string?> members) => string.Join($" {Bar} ", members).TrimEnd(' ', Bar);
}
