namespace SkillsPassport.Credentials.Registers;

/// <summary>What somebody wants to know of a level on a day.</summary>
/// <param name="Country">ISO 3166-1 code of the destination, capitals.</param>
/// <param name="Framework">Framework of the certificate.</param>
/// <param name="Version">Its version; null for any.</param>
/// <param name="Level">Level of the certificate.</param>
/// <param name="Occupation">Occupation id; null when not said, then rows for single occupations decide nothing.</param>
/// <param name="On">The day of presentation.</param>
public sealed record LevelQuestion(string Country, string Framework, string? Version, string Level,
    string? Occupation, DateOnly On);

/// <summary>The strongest thing that may be said.</summary>
public enum LevelMeaning
{
    /// <summary>The destination recognises.</summary>
    Recognised,

    /// <summary>The frameworks are referenced; transparency, not recognition.</summary>
    Referenced,

    /// <summary>A named body published a comparison; not recognition.</summary>
    Compared,

    /// <summary>Nothing is published.</summary>
    NotCompared,
}

/// <summary>A row that speaks to the question.</summary>
/// <param name="Row">The row.</param>
/// <param name="Limited">It covers single occupations only, and the question named none.</param>
public sealed record SpeakingRow(ComparisonRow Row, bool Limited);

/// <summary>The answer to a question.</summary>
/// <param name="Meaning">The strongest thing that may be said.</param>
/// <param name="Destination">The country and what it requires; null when the register does not speak of it.</param>
/// <param name="Rows">The rows that speak, strongest first.</param>
public sealed record LevelAnswer(LevelMeaning Meaning, Destination? Destination, IReadOnlyList<SpeakingRow> Rows);

/// <summary>
/// What a level means in a country on a day: the rows somebody published, and nothing else. Levels are never computed
/// from each other, and equal numbers mean nothing.
/// </summary>
public static class CompareLevel
{
    /// <summary>The words that stand beside everything below "referenced".</summary>
    public const string Disclaimer = "Comparison for information. It is not recognition by the destination country.";

    /// <summary>Answers from the rows of the register.</summary>
    public static LevelAnswer Ask(ComparisonRegister register, LevelQuestion question)
    {
        ArgumentNullException.ThrowIfNull(register);
        ArgumentNullException.ThrowIfNull(question);
        var destination = register.Destinations.FirstOrDefault(one => one.Code == question.Country);
        var there = register.Frameworks.Where(one => one.Country == question.Country).Select(one => one.Id)
            .Concat(destination?.Frameworks ?? []).ToHashSet(StringComparer.Ordinal);
        var rows = register.Rows
            .Where(row => there.Contains(row.To.Framework) && row.From.Framework == question.Framework
                && (question.Version is null || row.From.Version == question.Version)
                && row.CoversLevel(question.Level) && row.SpeaksOn(question.On)
                && (question.Occupation is null || row.CoversOccupation(question.Occupation)))
            .Select(row => new SpeakingRow(row, question.Occupation is null && !row.CoversEveryOccupation))
            .OrderBy(one => one.Row.Status).ThenBy(one => one.Row.Id, StringComparer.Ordinal).ToList();
        var meaning = rows.Where(one => !one.Limited).Select(one => MeaningOf(one.Row.Status))
            .DefaultIfEmpty(LevelMeaning.NotCompared).Min();
        return new LevelAnswer(meaning, destination, rows);
    }

    private static LevelMeaning MeaningOf(ComparisonStatus status) => status switch
    {
        ComparisonStatus.MraInForce or ComparisonStatus.UnilateralRecognition => LevelMeaning.Recognised,
        ComparisonStatus.Referenced => LevelMeaning.Referenced,
        ComparisonStatus.IndicativeComparison => LevelMeaning.Compared,
        ComparisonStatus.BilateralTestRequired or ComparisonStatus.UnderNegotiation or ComparisonStatus.NonePublished
            or ComparisonStatus.Expired => LevelMeaning.NotCompared,
    };
}
