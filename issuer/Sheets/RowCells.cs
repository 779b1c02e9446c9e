using System.Globalization;
using System.Text;
using SkillsPassport.Hosting.Languages;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>
/// The cells of one row while it is checked: cleans what is harmless, reports what is not, and remembers which cells
/// are already known to be wrong, or not there at all, so that one mistake is told once.
/// </summary>
public sealed class RowCells(int row, IReadOnlyDictionary<string, int> columns, string[] cells, List<Finding> findings)
{
    private const string FormulaStarts = "=+-@\t\r";
    private const char NonJoiner = '\u200c';
    private const char Joiner = '\u200d';

    // A column that is not there is told once for the sheet, and in no row again.
    private readonly HashSet<string> _wrong = new(
        SheetContract.Current.Columns.Select(column => column.Key).Where(column => !columns.ContainsKey(column)),
        StringComparer.Ordinal);

    public int Row => row;

    /// <summary>Reports a finding for a column of this row.</summary>
    public void Report(string column, string code, string value = "", string expected = "", string other = "")
    {
        findings.Add(new Finding(row, column, code, value, expected, other));
        if (!findings[^1].IsNotice)
        {
            _wrong.Add(column);
        }
    }

    /// <summary>Whether the cell was already found wrong.</summary>
    public bool IsWrong(string column) => _wrong.Contains(column);

    public bool HasErrors => _wrong.Count > 0;

    /// <summary>
    /// A cell that is not a name: trimmed, Bengali digits as digits. Null when empty or already wrong.
    /// </summary>
    public string? Value(string column, int longest = 200) =>
        Clean(column, longest, isName: false) is { } text ? BanglaText.AsciiDigits(text) : null;

    /// <summary>As <see cref="Value"/>; an empty cell is reported.</summary>
    public string? Required(string column, int longest = 200)
    {
        var value = Value(column, longest);
        if (value is null && !IsWrong(column))
        {
            Report(column, "required");
        }

        return value;
    }

    /// <summary>A name: trimmed, inner white space single, NFC. Null when empty or wrong; empty is reported.</summary>
    public string? Name(string column, int longest)
    {
        var text = Clean(column, longest, isName: true);
        if (text is null && !IsWrong(column))
        {
            Report(column, "required");
        }

        return text;
    }

    private string? Clean(string column, int longest, bool isName)
    {
        if (IsWrong(column))
        {
            return null;
        }

        var raw = cells[columns[column]];
        if (raw.Length == 0)
        {
            return null;
        }

        if (FormulaStarts.Contains(raw[0]) && !IsPhone(column, raw))
        {
            Report(column, "formula_cell", raw[0] switch { '\t' => "TAB", '\r' => "CR", var c => c.ToString() });
            return null;
        }

        if (Invisible(raw) is { } invisible)
        {
            Report(column, "control_character", invisible);
            return null;
        }

        var text = isName ? SingleSpaced(raw) : raw.Trim();
        var characters = text.Length > longest ? new StringInfo(text).LengthInTextElements : 0;
        if (characters > longest || text.Length > longest * 4)
        {
            Report(column, "cell_too_long", $"{Math.Max(characters, longest + 1)}", $"{longest}");
            return null;
        }

        return text.Length == 0 ? null : text;
    }

    private static bool IsPhone(string column, string raw) =>
        column == "mobile" && raw[0] == '+' && raw.AsSpan(1).IndexOfAnyExcept("0123456789০১২৩৪৫৬৭৮৯ -") < 0;

    private static string SingleSpaced(string raw) =>
        string.Join(' ', raw.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>
    /// The first character nobody can see or that turns the text around, as U+XXXX. The two joiners stay where Bangla
    /// needs them.
    /// </summary>
    private static string? Invisible(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var category = CharUnicodeInfo.GetUnicodeCategory(text, i);
            var bad = category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
                or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                // Among the Bangla letters one that does not exist is a misspelling, and is told as one.
                || (category is UnicodeCategory.OtherNotAssigned && !IsBangla(c));
            if (bad && !(c is NonJoiner or Joiner && i > 0 && IsBangla(text[i - 1])))
            {
                var point = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])
                    ? char.ConvertToUtf32(c, text[i + 1]) : c;
                return string.Create(CultureInfo.InvariantCulture, $"U+{point:X4}");
            }

            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
        }

        return null;
    }

    private static bool IsBangla(char c) => c is >= '\u0980' and <= '\u09ff';
}
