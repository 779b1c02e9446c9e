using System.Text.Json.Serialization;

namespace SkillsPassport.Credentials.Registers;

/// <summary>How a level of one framework stands to another; strongest first.</summary>
[JsonConverter(typeof(RegisterWords<ComparisonStatus>))]
public enum ComparisonStatus
{
    /// <summary>A mutual recognition agreement covering the named qualifications is in force.</summary>
    MraInForce,

    /// <summary>The destination's authority recognises without reciprocity (gazette, circular).</summary>
    UnilateralRecognition,

    /// <summary>The frameworks are formally referenced to each other. Transparency, not recognition.</summary>
    Referenced,

    /// <summary>A bilateral programme exists, but the worker must still pass the destination's test.</summary>
    BilateralTestRequired,

    /// <summary>A named body published a comparison. Not recognition.</summary>
    IndicativeComparison,

    /// <summary>Talks are reported, nothing is signed. Never shown as recognition.</summary>
    UnderNegotiation,

    /// <summary>Looked for, and none found.</summary>
    NonePublished,

    /// <summary>Was in force, ended.</summary>
    Expired,
}

/// <summary>What a row says to an employer.</summary>
[JsonConverter(typeof(RegisterWords<ComparisonKind>))]
public enum ComparisonKind
{
    /// <summary>The destination recognises.</summary>
    Recognition,

    /// <summary>A comparison for information.</summary>
    Information,

    /// <summary>A test decides, not the level.</summary>
    Test,

    /// <summary>Talks only.</summary>
    Talks,

    /// <summary>Nothing is published, or what was is over.</summary>
    None,
}

/// <summary>A level of a framework at one version.</summary>
/// <param name="Framework">Framework id, for example <c>BD-NSQF</c>.</param>
/// <param name="Version">Its version; null where the destination's framework has none.</param>
/// <param name="Level">The level; <c>*</c> for all levels at home; null where no level is named abroad.</param>
public sealed record FrameworkPosition(string Framework, string? Version, string? Level);

/// <summary>What a row covers.</summary>
/// <param name="Occupations">Occupation ids of the framework data, or <c>*</c> alone for all.</param>
/// <param name="Levels">Levels of the home framework; null or empty for all that the row names.</param>
/// <param name="Note">In plain words.</param>
public sealed record ComparisonScope(IReadOnlyList<string> Occupations, IReadOnlyList<string>? Levels = null,
    string? Note = null);

/// <summary>
/// One row of the comparison register. A row is never edited: it is closed with <see cref="ValidUntil"/>, or superseded
/// by another row. Never derived by arithmetic.
/// </summary>
public sealed record ComparisonRow
{
    /// <summary>Name of the row, unique for ever.</summary>
    public required string Id { get; init; }

    /// <summary>The level at home.</summary>
    public required FrameworkPosition From { get; init; }

    /// <summary>The level abroad.</summary>
    public required FrameworkPosition To { get; init; }

    /// <summary>How the two stand to each other.</summary>
    public required ComparisonStatus Status { get; init; }

    /// <summary>Treaty, decree, circular; needed for the three strongest statuses.</summary>
    public string? LegalInstrument { get; init; }

    /// <summary>Who published it.</summary>
    public string? Publisher { get; init; }

    /// <summary>Where it is published; https. Never fetched.</summary>
    public string? SourceUrl { get; init; }

    /// <summary>SHA-256 of the document, lower-case hexadecimal.</summary>
    public string? SourceDocumentHash { get; init; }

    /// <summary>When somebody last looked.</summary>
    public required DateOnly RetrievedOn { get; init; }

    /// <summary>First day; null when it has none.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>Last day, inclusive; null while open.</summary>
    public DateOnly? ValidUntil { get; init; }

    /// <summary>What it covers.</summary>
    public required ComparisonScope Scope { get; init; }

    /// <summary>What it does not say.</summary>
    public string? Disclaimer { get; init; }

    /// <summary>User name of the officer who proposed it.</summary>
    public string? ProposedBy { get; init; }

    /// <summary>User name of the other officer, who approved it.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>The row that this one takes the place of.</summary>
    public string? Supersedes { get; init; }

    /// <summary>Invented, to show how it looks; only in a demonstration's register.</summary>
    public bool Demo { get; init; }

    /// <summary>Whether the row speaks on that day. One that expired speaks after its end, to say so.</summary>
    public bool SpeaksOn(DateOnly day) => Status == ComparisonStatus.Expired
        ? ValidUntil < day
        : (ValidFrom is null || ValidFrom <= day) && (ValidUntil is null || day <= ValidUntil);

    /// <summary>What the status says to an employer.</summary>
    public ComparisonKind Kind => Status switch
    {
        ComparisonStatus.MraInForce or ComparisonStatus.UnilateralRecognition => ComparisonKind.Recognition,
        ComparisonStatus.Referenced or ComparisonStatus.IndicativeComparison => ComparisonKind.Information,
        ComparisonStatus.BilateralTestRequired => ComparisonKind.Test,
        ComparisonStatus.UnderNegotiation => ComparisonKind.Talks,
        ComparisonStatus.NonePublished or ComparisonStatus.Expired => ComparisonKind.None,
    };

    /// <summary>Below "referenced": shown only beside the words that it is not recognition.</summary>
    public bool NeedsDisclaimer => Status > ComparisonStatus.Referenced;

    /// <summary>Whether the row covers this level at home.</summary>
    public bool CoversLevel(string level) =>
        (From.Level == Specs.Registers.Any || From.Level == level)
        && (Scope.Levels is not { Count: > 0 } levels || levels.Contains(level)
            || levels.Contains(Specs.Registers.Any));

    /// <summary>Whether the row covers all occupations.</summary>
    public bool CoversEveryOccupation => Scope.Occupations.Contains(Specs.Registers.Any);

    /// <summary>Whether the row covers this occupation.</summary>
    public bool CoversOccupation(string id) => CoversEveryOccupation || Scope.Occupations.Contains(id);
}
