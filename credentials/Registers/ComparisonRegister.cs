using System.Text.Json;

namespace SkillsPassport.Credentials.Registers;

/// <summary>A framework of a destination, as far as comparing needs it.</summary>
/// <param name="Id">For example <c>SA-NQF</c>.</param>
/// <param name="Country">ISO 3166-1 code, or the name of a region.</param>
/// <param name="Name">Its official name.</param>
/// <param name="LevelCount">How many levels it has; 0 when it has none.</param>
/// <param name="Authority">Who keeps it.</param>
/// <param name="LegalInstrument">What it rests on.</param>
public sealed record DestinationFramework(string Id, string Country, string Name, int LevelCount, string? Authority,
    string? LegalInstrument);

/// <summary>A country where workers go, and what it asks of them beside a certificate.</summary>
/// <param name="Code">ISO 3166-1 code.</param>
/// <param name="NameEn">English name.</param>
/// <param name="NameBn">Bangla name.</param>
/// <param name="Frameworks">Frameworks that count there, by id.</param>
/// <param name="SkillTest">The test that decides, in words; null when none is known.</param>
/// <param name="Extra">More that is asked, by name.</param>
/// <param name="Languages">Languages at work.</param>
public sealed record Destination(string Code, string NameEn, string NameBn, IReadOnlyList<string> Frameworks,
    string? SkillTest, IReadOnlyDictionary<string, string>? Extra, IReadOnlyList<string>? Languages);

/// <summary>Content of the comparison register, <c>schemas/api/comparison-register.schema.json</c>.</summary>
public sealed record ComparisonRegister : RegisterContent
{
    /// <summary>Countries and their requirements.</summary>
    public required IReadOnlyList<Destination> Destinations { get; init; }

    /// <summary>Frameworks that rows compare with.</summary>
    public required IReadOnlyList<DestinationFramework> Frameworks { get; init; }

    /// <summary>Every row that was ever approved, also closed ones.</summary>
    public required IReadOnlyList<ComparisonRow> Rows { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Broken()
    {
        foreach (var twice in Rows.GroupBy(row => row.Id).Where(group => group.Count() > 1))
        {
            yield return $"There are two rows {twice.Key}.";
        }

        foreach (var row in Rows)
        {
            if (row.Demo && !Demo)
            {
                yield return $"{row.Id} is an invented row in a register that is no demonstration.";
            }

            if (row.ProposedBy is null || row.ApprovedBy is null || row.ProposedBy == row.ApprovedBy)
            {
                yield return $"{row.Id} was not proposed by one officer and approved by another.";
            }
        }
    }
}

/// <summary>Published data of destinations, <c>schemas/registers/destinations.json</c>.</summary>
public static class DestinationData
{
    private static readonly DestinationsFile File = Read();

    /// <summary>Countries where workers go.</summary>
    public static IReadOnlyList<Destination> Destinations => File.Destinations;

    /// <summary>Frameworks abroad that rows may compare with.</summary>
    public static IReadOnlyList<DestinationFramework> Frameworks => File.Frameworks;

    /// <summary>The framework with exactly this id, or null.</summary>
    public static DestinationFramework? FindFramework(string? id) =>
        File.Frameworks.FirstOrDefault(framework => framework.Id == id);

    private static DestinationsFile Read()
    {
        const string name = "schemas/registers/destinations.json";
        using var stream = typeof(DestinationData).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException(name);
        return JsonSerializer.Deserialize<DestinationsFile>(stream, RegisterJson.Options)!;
    }

    private sealed record DestinationsFile(IReadOnlyList<Destination> Destinations,
        IReadOnlyList<DestinationFramework> Frameworks);
}
