using System.Text.Json.Serialization;

namespace SkillsPassport.Wallet.Declared;

/// <summary>What somebody may say about the own life.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeclaredKind>))]
public enum DeclaredKind
{
    Skill,
    Work,
    Language,
}

/// <summary>How well, in the worker's own judgement; no level of any framework.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HowWell>))]
public enum HowWell
{
    Little,
    Good,
    Fluent,
}

/// <summary>What is sealed of a declared entry: the worker's own words, signed by nobody. It is never part of a
/// presentation and answers no question of a verifier.</summary>
public sealed record DeclaredContent
{
    public const string SealedAs = "declared";

    public required DeclaredKind Kind { get; init; }

    /// <summary>The skill, the job, the language.</summary>
    public required string What { get; init; }

    /// <summary>Country and employer of work; where a skill was learned.</summary>
    public string? Where { get; init; }

    public int? FromYear { get; init; }

    /// <summary>Null: until today, or not said.</summary>
    public int? UntilYear { get; init; }

    /// <summary>Of a skill or a language.</summary>
    public HowWell? HowWell { get; init; }
}

/// <summary>A declared entry as its worker sees it.</summary>
public sealed record DeclaredView(Guid Id, DeclaredContent Content, DateTimeOffset ChangedAt);
