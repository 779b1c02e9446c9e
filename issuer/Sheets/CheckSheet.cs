using System.Globalization;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Issuer.Issuing;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>What checking a file found. Nothing is stored by checking.</summary>
/// <remarks>Digest is null unless every row is sound; AlreadyReceived is the sheet that holds exactly these
/// results; Notices counts also those that are not listed.</remarks>
public sealed record SheetCheck(
    IReadOnlyList<Finding> Findings, IReadOnlyList<CheckedRow> Rows, int RowCount, string? Digest,
    string? AlreadyReceived, int Notices = 0)
{
    public bool IsSound => Digest is not null && AlreadyReceived is null && Findings.All(finding => finding.IsNotice);
}

/// <summary>Checks a whole file: every row, every cell, all errors at once.</summary>
public sealed class CheckSheet(Centres centres, PaperRoom paper, CheckAgainstRegister register,
    TimeProvider clock)
{
    public async Task<SheetCheck> CheckAsync(Stream file, CancellationToken cancel)
    {
        var (text, refused) = await ReadSheetFile.ReadAsync(file, cancel);
        if (text is null)
        {
            return Refuse(refused!);
        }

        var csv = new ReadCsv(text);
        using var lines = csv.Lines().GetEnumerator();
        var findings = new SheetFindings();
        var (columns, width) = lines.MoveNext() ? ReadHeader(lines.Current, findings) : default;
        if (columns is null)
        {
            return findings.HasErrors ? new SheetCheck(findings.Listed(), [], 0, null, null)
                : Refuse(new Finding(0, "", "file_empty"));
        }

        var list = await centres.GetAsync(cancel);
        if (list.Problem is { } problem)
        {
            findings.Add(new Finding(0, "", "centres_unavailable", problem));
        }

        var (rows, people, count) = CheckRows(lines, columns, width, list, findings);
        if (csv.OpenQuote is { } open)
        {
            findings.Add(new Finding(0, "", "quote_not_closed", $"{open}"));
        }

        return await AgainstRegisterAsync(findings, rows, people, count, cancel);
    }

    private async Task<SheetCheck> AgainstRegisterAsync(SheetFindings findings, List<CheckedRow> rows,
        List<PersonOfRow> people, int count, CancellationToken cancel)
    {
        var digest = findings.HasErrors || rows.Count < count ? null : SheetDigest.Of(rows);
        var known = new List<Finding>();
        await register.CheckAsync(people, known, cancel);
        // Looked up last: whoever sent the same sheet a moment ago is then found by it, and not by its people.
        if (digest is not null && await register.FindSheetAsync(digest, cancel) is { } received)
        {
            var at = received.UploadedAt.ToString("O", CultureInfo.InvariantCulture);
            findings.Add(new Finding(0, "", "sheet_already_received", at));
            return new SheetCheck(findings.Listed(), rows, count, digest, received.Id);
        }

        findings.AddRange(known);
        return new SheetCheck(findings.Listed(), rows, count, findings.HasErrors ? null : digest, null,
            findings.Notices);
    }

    private (List<CheckedRow> Rows, List<PersonOfRow> People, int Count) CheckRows(IEnumerator<CsvLine> lines,
        Dictionary<string, int> columns, int width, CentreList list, SheetFindings findings)
    {
        var contract = SheetContract.Current;
        var today = Validity.Today(clock);
        var rows = new List<CheckedRow>();
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var people = new List<PersonOfRow>();
        var seen = new PeopleOfSheet();
        var count = 0;
        while (lines.MoveNext())
        {
            var (row, cells) = lines.Current;
            var numberCell = columns.TryGetValue("row_no", out var at) && at < cells.Length
                ? BanglaText.AsciiDigits(cells[at].Trim()) : "";
            if (string.Equals(numberCell, "example", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (++count > contract.MaxRows)
            {
                findings.Add(new Finding(0, "", "too_many_rows", Expected: $"{contract.MaxRows}"));
                break;
            }

            // One error in every row of a long sheet is one wrong column: enough is enough, but all rows are counted.
            if (findings.IsFull)
            {
                continue;
            }

            if (cells.Length < width || cells.Skip(width).Any(cell => !string.IsNullOrWhiteSpace(cell)))
            {
                findings.Add(new Finding(row, "", "row_shape", $"{cells.Length}", $"{width}"));
                continue;
            }

            var found = new List<Finding>();
            var reader = new RowCells(row, columns, cells, found);
            if (numberCell.Length > 0 && !numbers.TryAdd(numberCell, row))
            {
                reader.Report("row_no", "row_no_duplicate", numberCell, other: $"{numbers[numberCell]}");
            }

            var (sound, person) = CheckRow.Check(reader, list, today);
            // Whoever stands in the sheet twice is compared with the register once.
            if (!seen.Check(reader, person))
            {
                people.Add(person);
            }

            if (sound is not null)
            {
                paper.Check(reader, sound);
            }

            if (sound is not null && !reader.HasErrors)
            {
                rows.Add(sound);
            }

            findings.AddRange(found);
        }

        if (count == 0)
        {
            findings.Add(new Finding(0, "", "no_rows"));
        }

        return (rows, people, count);
    }

    /// <returns>Where each column is that can be read, null when there is none; and the cells of a row.</returns>
    private static (Dictionary<string, int>? Columns, int Width) ReadHeader(CsvLine header, SheetFindings findings)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        var known = SheetContract.Current.Labels;
        var names = header.Cells.Select(cell => cell.Trim().ToLowerInvariant()).ToList();
        // Spreadsheets add empty columns at the end; without a name and without cells they mean nothing, with cells
        // they do.
        while (names.Count > 0 && names[^1].Length == 0)
        {
            names.RemoveAt(names.Count - 1);
        }

        if (!names.Any(known.ContainsKey))
        {
            findings.Add(new Finding(0, "", "header_missing"));
            return default;
        }

        var twice = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
        {
            if (!known.ContainsKey(names[i]))
            {
                findings.Add(new Finding(1, "", "column_unknown", names[i].Length == 0 ? "(empty)" : names[i]));
            }
            else if (!columns.TryAdd(names[i], i))
            {
                twice.Add(names[i]);
                findings.Add(new Finding(1, "", "column_duplicate", KeyOf(names[i])));
            }
        }

        findings.AddRange(SheetContract.Current.Columns.Where(column => !columns.ContainsKey(column.Key))
            .Select(column => new Finding(1, "", "column_missing", KeyOf(column.Key))));
        // Which of the two counts, nobody can say.
        foreach (var column in twice)
        {
            columns.Remove(column);
        }

        return (columns, names.Count);
    }

    /// <summary>Headers are told as they stand in the file, not by their label.</summary>
    private static string KeyOf(string column) => $"“{column}”";

    private static SheetCheck Refuse(Finding finding) => new([finding], [], 0, null, null);
}

/// <summary>The same person twice in one sheet, by any number, in either form of the NID.</summary>
file sealed class PeopleOfSheet
{
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    /// <returns>Whether an earlier row has the same identity number.</returns>
    public bool Check(RowCells cells, PersonOfRow row)
    {
        if (row.Person is { } person && !_seen.TryAdd(person, cells.Row))
        {
            cells.Report("identity_no", "duplicate_person", "identity_no", other: $"{_seen[person]}");
            return true;
        }

        if (row.Passport is { } passport && passport != row.Person && !_seen.TryAdd(passport, cells.Row))
        {
            cells.Report("passport_no", "duplicate_person", "passport_no", other: $"{_seen[passport]}");
        }

        return false;
    }
}
