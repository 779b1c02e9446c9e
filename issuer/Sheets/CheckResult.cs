using SkillsPassport.Credentials.Frameworks;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>What was assessed, in which framework, and every unit's result.</summary>
public static class CheckResult
{
    /// <summary>Frameworks in which this issuer awards; the data also knows frameworks that only compare.</summary>
    public static IReadOnlyList<Framework> Awarding { get; } =
        [.. FrameworkData.Frameworks.Where(framework => framework.Id is "BD-NSQF" or "BD-NTVQF")];

    public static Occupation? Occupation(RowCells cells)
    {
        var text = cells.Required("occupation");
        if (text is null)
        {
            return null;
        }

        var found = FrameworkData.Occupations.FirstOrDefault(one =>
            string.Equals(one.Id, text, StringComparison.OrdinalIgnoreCase)
            || string.Equals(one.Code, text, StringComparison.OrdinalIgnoreCase));
        if (found is null)
        {
            cells.Report("occupation", "occupation_unknown", text);
        }

        return found;
    }

    /// <summary>Framework, version and level, which mean nothing one without the other.</summary>
    public static (Framework Framework, string Level)? Level(RowCells cells, Occupation? occupation)
    {
        var id = cells.Value("framework");
        var version = cells.Value("framework_version");
        var level = cells.Required("level");
        if (id is null)
        {
            if (!cells.IsWrong("framework"))
            {
                cells.Report("framework", "level_without_framework", level ?? "");
            }

            return null;
        }

        var versions = Awarding.Where(one => string.Equals(one.Id, id, StringComparison.OrdinalIgnoreCase)).ToList();
        if (versions.Count == 0)
        {
            cells.Report("framework", "framework_unknown", id, string.Join(", ", Awarding.Select(one => one.Id)));
            return null;
        }

        if (version is null)
        {
            if (!cells.IsWrong("framework_version"))
            {
                cells.Report("framework_version", "required");
            }

            return null;
        }

        var framework = versions.FirstOrDefault(one => one.Version == version);
        if (framework is null)
        {
            cells.Report("framework_version", "framework_version_unknown", version,
                string.Join(", ", versions.Select(one => one.Version)), versions[0].Id);
            return null;
        }

        if (level is null)
        {
            return null;
        }

        var known = framework.Levels.FirstOrDefault(one => string
            .Equals(one.Level, level, StringComparison.OrdinalIgnoreCase));
        if (known is null)
        {
            cells.Report("level", "level_unknown", level, string.Join(", ", framework.Levels.Select(one => one.Level)),
                framework.Id);
            return null;
        }

        if (occupation is not null && known.Level != occupation.QualificationLevel)
        {
            cells.Report("level", "level_mismatch", known.Level, occupation.QualificationLevel, occupation.TitleEn);
            return null;
        }

        return (framework, known.Level);
    }

    /// <summary>A listed value, told apart without regard to case.</summary>
    public static string? Listed(RowCells cells, string column, string code, IReadOnlyList<string> values)
    {
        var text = cells.Required(column);
        if (text is null)
        {
            return null;
        }

        var found = values.FirstOrDefault(one => string.Equals(one, text, StringComparison.OrdinalIgnoreCase));
        if (found is null)
        {
            cells.Report(column, code, text, string.Join(", ", values));
        }

        return found;
    }

    /// <summary>
    /// Every unit once, in the order of the framework data; empty for a candidate who was not assessed.
    /// </summary>
    public static string? Units(RowCells cells, Occupation? occupation, string? attendance)
    {
        const string column = "unit_results";
        var text = cells.Value(column, SheetContract.Current.MaxCellCharacters);
        if (cells.IsWrong(column) || attendance is null)
        {
            return null;
        }

        if (attendance != "Present")
        {
            if (text is not null)
            {
                cells.Report(column, "unit_results_unexpected", attendance);
            }

            return text is null ? "" : null;
        }

        if (text is null)
        {
            cells.Report(column, "unit_results_missing");
            return null;
        }

        var results = ReadUnits(cells, text, occupation);
        if (occupation is null || cells.IsWrong(column))
        {
            return null;
        }

        foreach (var unit in occupation.Units.Where(unit => !results.ContainsKey(unit.Code)))
        {
            cells.Report(column, "unit_missing", unit.Code);
        }

        return cells.IsWrong(column) ? null
            : string.Join(';', occupation.Units.Select(unit => $"{unit.Code}={results[unit.Code]}"));
    }

    private static Dictionary<string, string> ReadUnits(RowCells cells, string text, Occupation? occupation)
    {
        const string column = "unit_results";
        var known = SheetContract.Current.UnitResults;
        var results = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (code, result) = part.Split('=', StringSplitOptions.TrimEntries) is [var left, var right]
                ? (left, right) : ("", "");
            if (code.Length == 0 || result.Length == 0)
            {
                cells.Report(column, "unit_result_format", part);
                continue;
            }

            code = code.ToUpperInvariant();
            var short_ = known.FirstOrDefault(one => string.Equals(one.Key, result, StringComparison.OrdinalIgnoreCase)
                || string.Equals(one.Value, result, StringComparison.OrdinalIgnoreCase)).Key;
            if (short_ is null)
            {
                cells.Report(column, "unit_result_unknown", result, other: code);
            }

            if (!AllUnits.Contains(code))
            {
                cells.Report(column, "unit_unknown", code);
            }
            else if (occupation is not null && occupation.Units.All(unit => unit.Code != code))
            {
                cells.Report(column, "unit_not_of_occupation", code, other: occupation.TitleEn);
            }
            else if (!results.TryAdd(code, short_ ?? ""))
            {
                cells.Report(column, "unit_duplicate", code);
            }
        }

        return results;
    }

    private static HashSet<string> AllUnits { get; } =
        [.. FrameworkData.Occupations.SelectMany(one => one.Units).Select(unit => unit.Code)];
}
