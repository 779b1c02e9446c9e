using System.Text;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>
/// Cells to RFC 4180 text that spreadsheets open as it is: byte order mark, CRLF, and no cell that runs as a formula.
/// </summary>
public static class WriteCsv
{
    private const string FormulaStarts = "=+-@\t\r";

    /// <summary>UTF-8 bytes with a byte order mark.</summary>
    public static byte[] Bytes(IEnumerable<IEnumerable<string>> rows)
    {
        var text = new StringBuilder("\ufeff");
        foreach (var row in rows)
        {
            text.AppendJoin(',', row.Select(Cell)).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Cell(string value)
    {
        // An apostrophe in front makes a spreadsheet show the text instead of computing it.
        var harmless = value.Length > 0 && FormulaStarts.Contains(value[0]) ? "'" + value : value;
        return harmless.AsSpan().IndexOfAny("\",\r\n;") >= 0 ? $"\"{harmless.Replace("\"", "\"\"")}\"" : harmless;
    }
}
