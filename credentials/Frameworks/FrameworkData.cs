using System.Collections.Frozen;
using System.Text.Json;

namespace SkillsPassport.Credentials.Frameworks;

/// <summary>
/// The published framework data a credential points into: qualification frameworks with their levels, occupations with
/// their units of competency. Read once from <c>schemas/frameworks/1</c>, which never changes after publication: paper
/// certificates name units and frameworks by their position in these lists.
/// </summary>
public static class FrameworkData
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Strict)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Skip,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    private static readonly FrameworksFile File = Read<FrameworksFile>("frameworks.json");
    private static readonly OccupationsFile OccupationFile = Read<OccupationsFile>("occupations.json");

    private static readonly FrozenDictionary<string, Occupation> ByIdOrCode = OccupationFile.Occupations
        .SelectMany(occupation => new[] { (occupation.Id, occupation), (occupation.Code, occupation) })
        .DistinctBy(pair => pair.Item1)
        .ToFrozenDictionary(pair => pair.Item1, pair => pair.occupation, StringComparer.Ordinal);

    /// <summary>The data version that paper certificates carry (label 15).</summary>
    public static int Version => File.DataVersion;

    /// <summary>Frameworks in published order; paper label 11 is an index into this list.</summary>
    public static IReadOnlyList<Framework> Frameworks => File.Frameworks;

    /// <summary>Occupations in published order.</summary>
    public static IReadOnlyList<Occupation> Occupations => OccupationFile.Occupations;

    /// <summary>The occupation with this id (<c>plumbing</c>) or code (<c>PLM</c>), compared exactly.</summary>
    public static Occupation? FindOccupation(string idOrCode) => ByIdOrCode.GetValueOrDefault(idOrCode);

    /// <summary>The framework with exactly this id and version, or null.</summary>
    public static Framework? Find(string id, string version)
    {
        foreach (var framework in File.Frameworks)
        {
            if (framework.Id == id && framework.Version == version)
            {
                return framework;
            }
        }

        return null;
    }

    /// <summary>
    /// The published bytes of <c>frameworks.json</c> or <c>occupations.json</c>, for hosts that serve them.
    /// </summary>
    /// <exception cref="FileNotFoundException">No such file in the published data.</exception>
    public static byte[] ReadPublished(string fileName)
    {
        var name = $"schemas/frameworks/1/{fileName}";
        using var stream = typeof(FrameworkData).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException(name);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static T Read<T>(string fileName) => JsonSerializer.Deserialize<T>(ReadPublished(fileName), Options)!;

    private sealed record FrameworksFile(int DataVersion, IReadOnlyList<Framework> Frameworks);

    private sealed record OccupationsFile(int DataVersion, IReadOnlyList<Occupation> Occupations);
}
