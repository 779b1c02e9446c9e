using SkillsPassport.Credentials.Frameworks;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>
/// An empty sheet for one framework and occupation: the header, and one example row with the occupation's unit codes.
/// The
/// example says <c>example</c> instead of a row number, and is skipped when it comes back.
/// </summary>
public static class DownloadTemplate
{
    public static IResult Handle(string? framework, string? occupation)
    {
        var wanted = FrameworkData.FindOccupation(occupation ?? "") ?? FrameworkData.Occupations[0];
        var frame = CheckResult.Awarding.FirstOrDefault(one => one.Id == framework)
            ?? CheckResult.Awarding.First(one => one.Id == wanted.QualificationFramework);
        var example = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["row_no"] = "example",
            ["occupation"] = wanted.Id,
            ["framework"] = frame.Id,
            ["framework_version"] = frame.Version,
            ["level"] = wanted.QualificationLevel,
            ["mobile"] = "01300000001",
            ["unit_results"] = string.Join(';', wanted.Units.Select(unit => $"{unit.Code}=C")),
        };
        var columns = SheetContract.Current.Columns;
        var csv = WriteCsv.Bytes(
        [
            columns.Select(column => column.Key),
            columns.Select(column => example.GetValueOrDefault(column.Key, column.Example)),
        ]);
        return Results.File(csv, "text/csv; charset=utf-8", $"result-sheet-{frame.Id}-{wanted.Id}.csv");
    }
}
