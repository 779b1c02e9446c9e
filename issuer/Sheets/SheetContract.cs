using System.Text.Json;
using SkillsPassport.Credentials;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>
/// The result sheet's law, read from <c>schemas/api/result-sheet.json</c>: columns, values, limits, words of every
/// finding.
/// </summary>
public sealed class SheetContract
{
    /// <summary>The published file itself.</summary>
    public static byte[] Bytes { get; } = ReadPublished();

    public static SheetContract Current { get; } = Read();

    private SheetContract(JsonElement root)
    {
        Columns = [.. root.GetProperty("columns").EnumerateArray().Select(column => new SheetColumn(
            column.GetProperty("key").GetString()!, column.GetProperty("required").GetBoolean(),
            column.GetProperty("format").GetString()!, Words(column.GetProperty("label")),
            column.GetProperty("example").GetString()!))];
        Labels = Columns.ToDictionary(column => column.Key, column => column.Label, StringComparer.Ordinal);
        Codes = root.GetProperty("codes").EnumerateArray().Select(code => new FindingWords(
            code.GetProperty("code").GetString()!, code.GetProperty("severity").GetString() == "notice",
            Pair(code, "reason"), Pair(code, "remedy"))).ToDictionary(words => words.Code, StringComparer.Ordinal);
        var file = root.GetProperty("file");
        MaxBytes = file.GetProperty("maxBytes").GetInt32();
        MaxRows = file.GetProperty("maxRows").GetInt32();
        MaxCellCharacters = file.GetProperty("maxCellCharacters").GetInt32();
        MaxFindings = file.GetProperty("maxFindings").GetInt32();
        MaxNotices = file.GetProperty("maxNotices").GetInt32();
        var limits = root.GetProperty("limits");
        NameCharacters = limits.GetProperty("nameCharacters").GetInt32();
        MinimumAge = limits.GetProperty("minimumAge").GetInt32();
        MaximumAge = limits.GetProperty("maximumAge").GetInt32();
        var values = root.GetProperty("values");
        IdentityTypes = Strings(values.GetProperty("identity_type"));
        Pathways = Strings(values.GetProperty("pathway"));
        Attendances = Strings(values.GetProperty("attendance"));
        UnitResults = values.GetProperty("unit_result").EnumerateObject()
            .ToDictionary(one => one.Name, one => one.Value.GetString()!, StringComparer.Ordinal);
    }

    public IReadOnlyList<SheetColumn> Columns { get; }

    public IReadOnlyDictionary<string, BothLanguages> Labels { get; }

    public IReadOnlyDictionary<string, FindingWords> Codes { get; }

    public int MaxBytes { get; }

    public int MaxRows { get; }

    public int MaxCellCharacters { get; }

    public int MaxFindings { get; }

    public int MaxNotices { get; }

    public int NameCharacters { get; }

    public int MinimumAge { get; }

    public int MaximumAge { get; }

    public IReadOnlyList<string> IdentityTypes { get; }

    public IReadOnlyList<string> Pathways { get; }

    public IReadOnlyList<string> Attendances { get; }

    /// <summary>Short result to its full word.</summary>
    public IReadOnlyDictionary<string, string> UnitResults { get; }

    private static SheetContract Read()
    {
        using var document = JsonDocument.Parse(Bytes);
        return new SheetContract(document.RootElement);
    }

    private static byte[] ReadPublished()
    {
        using var stream = typeof(Specs).Assembly.GetManifestResourceStream("schemas/api/result-sheet.json")
            ?? throw new InvalidOperationException("schemas/api/result-sheet.json is not embedded.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static IReadOnlyList<string> Strings(JsonElement list) =>
        [.. list.EnumerateArray().Select(one => one.GetString()!)];

    private static BothLanguages Words(JsonElement both) =>
        new(both.GetProperty("en").GetString()!, both.GetProperty("bn").GetString()!);

    private static BothLanguages Pair(JsonElement code, string member) => new(
        code.GetProperty("en").GetProperty(member).GetString()!,
        code.GetProperty("bn").GetProperty(member).GetString()!);
}

/// <summary>A column of the sheet.</summary>
public sealed record SheetColumn(string Key, bool Required, string Format, BothLanguages Label, string Example);

/// <summary>The same words in English and Bangla.</summary>
public sealed record BothLanguages(string En, string Bn)
{
    public string In(string language) => language == "bn" ? Bn : En;
}

/// <summary>What a finding says, with <c>{value}</c>, <c>{expected}</c> and <c>{other}</c> to fill in.</summary>
public sealed record FindingWords(string Code, bool IsNotice, BothLanguages Reason, BothLanguages Remedy);
