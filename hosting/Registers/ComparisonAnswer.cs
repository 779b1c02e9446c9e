using System.Text.Json;
using SkillsPassport.Credentials.Registers;

namespace SkillsPassport.Hosting.Registers;

/// <summary>What a level means in a country on a day: the answer of <c>GET /api/comparisons</c>.</summary>
/// <param name="Country">The destination asked about.</param>
/// <param name="CountryName">Its name; null when the register does not speak of it.</param>
/// <param name="Framework">The certificate's framework.</param>
/// <param name="Version">Its version, when asked.</param>
/// <param name="Level">The certificate's level.</param>
/// <param name="Occupation">The occupation's id, when asked.</param>
/// <param name="On">The day the answer is for.</param>
/// <param name="Result"><c>recognised</c>, <c>referenced</c>, <c>compared</c> or <c>not_compared</c>: the strongest
/// thing that may be said. Only the first is recognition.</param>
/// <param name="Rows">The published rows that speak on that day, strongest first.</param>
/// <param name="Requires">What the destination asks beside a certificate; null when nothing is known.</param>
/// <param name="Register">The signed register the answer was read from; null when none is published.</param>
public sealed record ComparisonAnswer(string Country, RegisterName? CountryName, string Framework, string? Version,
    string Level, string? Occupation, DateOnly On, string Result, IReadOnlyList<ComparedRow> Rows,
    DestinationRequirements? Requires, RegisterReference? Register)
{
    /// <summary>Members in camel case, nulls written, enumerations as words.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Asks the register; one that is not published compares nothing.</summary>
    public static ComparisonAnswer Of(SignedRegister<ComparisonRegister>? register, LevelQuestion question)
    {
        var answer = register is null ? null : CompareLevel.Ask(register.Content, question);
        var destination = answer?.Destination;
        return new ComparisonAnswer(question.Country,
            destination is null ? null : new RegisterName(destination.NameEn, destination.NameBn),
            question.Framework, question.Version, question.Level, question.Occupation, question.On,
            JsonNamingPolicy.SnakeCaseLower.ConvertName((answer?.Meaning ?? LevelMeaning.NotCompared).ToString()),
            [.. (answer?.Rows ?? []).Select(one => ComparedRow.Of(one, register!.Content))],
            destination is null ? null : new DestinationRequirements(destination.SkillTest, destination.Extra,
                destination.Languages),
            register is null ? null : RegisterReference.Of(register));
    }
}

/// <summary>One published row.</summary>
/// <param name="Id">Name of the row.</param>
/// <param name="Status">The register's own word, as in <c>mra-in-force</c> or <c>under-negotiation</c>.</param>
/// <param name="Kind"><c>recognition</c>, <c>information</c>, <c>test</c>, <c>talks</c> or <c>none</c>.</param>
/// <param name="Recognition">True only where the destination recognises.</param>
/// <param name="Limited">The row covers single occupations, and none was asked for.</param>
/// <param name="From">The level at home.</param>
/// <param name="To">The level abroad; its level is null where none may be named.</param>
/// <param name="ToName">Name of the framework abroad.</param>
/// <param name="LegalInstrument">Treaty, decree, circular.</param>
/// <param name="Publisher">Who published it.</param>
/// <param name="SourceUrl">Where.</param>
/// <param name="SourceDocumentHash">SHA-256 of the document.</param>
/// <param name="RetrievedOn">When it was last looked at.</param>
/// <param name="ValidFrom">First day.</param>
/// <param name="ValidUntil">Last day.</param>
/// <param name="Scope">What it covers.</param>
/// <param name="Disclaimer">What the row itself says it is not.</param>
/// <param name="Notice">The words that must stand beside it: it is not recognition. Null for the three strongest
/// statuses.</param>
/// <param name="Demo">Invented, to show how it looks.</param>
public sealed record ComparedRow(string Id, ComparisonStatus Status, ComparisonKind Kind, bool Recognition,
    bool Limited, FrameworkPosition From, FrameworkPosition To, string? ToName, string? LegalInstrument,
    string? Publisher, string? SourceUrl, string? SourceDocumentHash, DateOnly RetrievedOn, DateOnly? ValidFrom,
    DateOnly? ValidUntil, ComparisonScope Scope, string? Disclaimer, string? Notice, bool Demo)
{
    internal static ComparedRow Of(SpeakingRow speaking, ComparisonRegister register)
    {
        var row = speaking.Row;
        var namesLevel = row.Kind is ComparisonKind.Recognition or ComparisonKind.Information;
        return new ComparedRow(row.Id, row.Status, row.Kind, row.Kind == ComparisonKind.Recognition, speaking.Limited,
            row.From, namesLevel ? row.To : row.To with { Level = null },
            register.Frameworks.FirstOrDefault(one => one.Id == row.To.Framework)?.Name, row.LegalInstrument,
            row.Publisher, row.SourceUrl, row.SourceDocumentHash, row.RetrievedOn, row.ValidFrom, row.ValidUntil,
            row.Scope, row.Disclaimer, row.NeedsDisclaimer ? CompareLevel.Disclaimer : null, row.Demo);
    }
}

/// <summary>What a destination asks beside a certificate.</summary>
public sealed record DestinationRequirements(string? SkillTest, IReadOnlyDictionary<string, string>? Extra,
    IReadOnlyList<string>? Languages);

/// <summary>Which signed register an answer was read from.</summary>
/// <param name="Issuer">The authority.</param>
/// <param name="Sequence">Number of the register.</param>
/// <param name="IssuedAt">When it was signed.</param>
/// <param name="NextUpdate">Until when it may be leaned on.</param>
/// <param name="Digest">SHA-256 of the signed bytes, base64url.</param>
/// <param name="Demo">True: nothing in it is official.</param>
public sealed record RegisterReference(string Issuer, long Sequence, DateTimeOffset IssuedAt,
    DateTimeOffset NextUpdate, string Digest, bool Demo)
{
    /// <summary>Names a register.</summary>
    public static RegisterReference Of<T>(SignedRegister<T> register) where T : RegisterContent => new(
        register.Content.Iss, register.Sequence, register.IssuedAt, register.NextUpdate, register.Digest,
        register.Content.Demo);
}
