using System.Text;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Issuer.Sheets;

namespace SkillsPassport.Services.Tests.Issuer;

/// <summary>Result sheets for tests: sound rows of invented people, with cells changed as a test likes.</summary>
public static class SheetText
{
    public static IReadOnlyList<string> Columns { get; } = [.. SheetContract.Current.Columns.Select(column => column.Key)];

    public static string SampleFolder { get; } = FindSamples();

    public static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(SampleFolder, name));

    /// <summary>A sound row of person <paramref name="n"/>.</summary>
    public static Dictionary<string, string> Row(int n, params (string Column, string Value)[] changes)
    {
        var row = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["row_no"] = $"{n}", ["name_en"] = $"TEST PERSON {Letters(n)}", ["name_bn"] = "নমুনা প্রার্থী",
            ["father_name_en"] = "TEST FATHER", ["mother_name_en"] = "TEST MOTHER", ["date_of_birth"] = "1990-05-05",
            ["identity_type"] = "NID", ["identity_no"] = $"19909919{n:000000000}", ["passport_no"] = $"ZZ{n:0000000}",
            ["mobile"] = $"+88013{n:00000000}", ["occupation"] = "plumbing", ["framework"] = "BD-NSQF",
            ["framework_version"] = "2021", ["level"] = "2", ["pathway"] = "RPL", ["centre_code"] = "RPLC-DEMO-01",
            ["session_code"] = "S-TEST-1", ["assessed_on"] = "2026-03-10", ["result_published_on"] = "2026-03-12",
            ["assessor_1"] = "ASR-DEMO-001", ["assessor_2"] = "ASR-DEMO-002", ["attendance"] = "Present",
            ["unit_results"] = Units("plumbing", _ => "C"),
        };
        foreach (var (column, value) in changes)
        {
            row[column] = value;
        }

        return row;
    }

    public static string Units(string occupation, Func<int, string> result) => string.Join(';',
        FrameworkData.FindOccupation(occupation)!.Units.Select((unit, i) => $"{unit.Code}={result(i)}"));

    public static byte[] Sheet(params IEnumerable<Dictionary<string, string>> rows) => Encoding.UTF8.GetBytes(Text(rows));

    public static string Text(IEnumerable<Dictionary<string, string>> rows, char delimiter = ',', string end = "\r\n") =>
        string.Join(delimiter, Columns) + end
        + string.Concat(rows.Select(row => string.Join(delimiter, Columns.Select(column => Cell(row[column]))) + end));

    public static string Cell(string value) =>
        value.AsSpan().IndexOfAny(",;\"\r\n") >= 0 ? $"\"{value.Replace("\"", "\"\"")}\"" : value;

    /// <summary>Numbers as letters: names have no digits.</summary>
    private static string Letters(int n) => string.Concat($"{n}".Select(digit => (char)('A' + digit - '0')));

    private static string FindSamples()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var samples = Path.Combine(folder.FullName, "samples");
            if (File.Exists(Path.Combine(samples, "bad-sheet.csv")))
            {
                return samples;
            }
        }

        throw new DirectoryNotFoundException("samples/");
    }
}
