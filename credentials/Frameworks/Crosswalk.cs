using System.Collections.Frozen;
using System.Text.Json;

namespace SkillsPassport.Credentials.Frameworks;

/// <summary>A unit group of ISCO-08 (ILO, 2008).</summary>
/// <param name="Code">Four digits.</param>
/// <param name="Title">Its English title.</param>
public sealed record IscoGroup(string Code, string Title);

/// <summary>What a trade is called around the Gulf.</summary>
public sealed record GulfName(string En, string Ar);

/// <summary>What a trade is called in Malaysia.</summary>
public sealed record MalaysianName(string Ms);

/// <summary>Other names of an occupation, for readers abroad. Orientation only: never part of a certificate.</summary>
/// <param name="Code">The occupation's code, as in <see cref="Occupation.Code"/>.</param>
/// <param name="Isco08">Where ISCO-08 files it.</param>
/// <param name="Gulf">Illustrative.</param>
/// <param name="Malaysia">Illustrative.</param>
public sealed record TradeAbroad(string Code, IscoGroup Isco08, GulfName Gulf, MalaysianName Malaysia);

/// <summary>Process and positions of a welding unit: what decides the wage abroad.</summary>
/// <param name="Unit">The unit's code.</param>
/// <param name="Process">AWS A3.0 abbreviation, for example <c>SMAW</c>.</param>
/// <param name="Positions">AWS positions such as <c>3G</c>; empty where the unit names none.</param>
public sealed record WeldingUnit(string Unit, string Process, IReadOnlyList<string> Positions);

/// <summary>
/// Beside the published framework data: <c>schemas/frameworks/1/crosswalk.json</c>, with the provenance of every row.
/// </summary>
public static class Crosswalk
{
    private static readonly CrosswalkFile File = JsonSerializer.Deserialize<CrosswalkFile>(
        FrameworkData.ReadPublished("crosswalk.json"),
        new JsonSerializerOptions(JsonSerializerDefaults.Web) { AllowDuplicateProperties = false })!;

    private static readonly FrozenDictionary<string, TradeAbroad> ByCode =
        File.Occupations.ToFrozenDictionary(one => one.Code, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, WeldingUnit> ByUnit =
        File.Welding.Units.ToFrozenDictionary(one => one.Unit, StringComparer.Ordinal);

    /// <summary>Every occupation, in published order.</summary>
    public static IReadOnlyList<TradeAbroad> Occupations => File.Occupations;

    /// <summary>Every welding unit that names its process.</summary>
    public static IReadOnlyList<WeldingUnit> WeldingUnits => File.Welding.Units;

    /// <summary>Other names of the occupation with this code, or null.</summary>
    public static TradeAbroad? Find(string occupationCode) => ByCode.GetValueOrDefault(occupationCode);

    /// <summary>Process and positions of the unit with this code, or null.</summary>
    public static WeldingUnit? FindWelding(string unitCode) => ByUnit.GetValueOrDefault(unitCode);

    private sealed record CrosswalkFile(IReadOnlyList<TradeAbroad> Occupations, WeldingPart Welding);

    private sealed record WeldingPart(IReadOnlyList<WeldingUnit> Units);
}
