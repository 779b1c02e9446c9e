using System.Text;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>One line of the sheet as the spreadsheet counts it: the header is row 1.</summary>
public readonly record struct CsvLine(int Row, string[] Cells);

/// <summary>
/// RFC 4180 text to cells, one line at a time: the only place that knows the form. Written by hand because a sheet's
/// errors need exact rows, also for a quotation mark that never closes, and because one pass over the text is all it
/// takes.
/// </summary>
public sealed class ReadCsv(string text)
{
    private readonly char _delimiter = DelimiterOf(text);
    private readonly StringBuilder _cell = new();
    private int _at;

    /// <summary>The row in which a quotation mark opened that never closed; known after the last line.</summary>
    public int? OpenQuote { get; private set; }

    /// <summary>
    /// Lines that hold anything; blank ones are counted and skipped. Ends early at an open quotation mark.
    /// </summary>
    public IEnumerable<CsvLine> Lines()
    {
        for (var row = 1; _at < text.Length; row++)
        {
            var cells = ReadLine(row);
            if (OpenQuote is not null)
            {
                yield break;
            }

            if (cells.Any(cell => cell.Length > 0))
            {
                yield return new CsvLine(row, cells);
            }
        }
    }

    /// <summary>Comma or semicolon, whichever the header line has more of.</summary>
    private static char DelimiterOf(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var header = end < 0 ? text.AsSpan() : text.AsSpan(0, end);
        return header.Count(';') > header.Count(',') ? ';' : ',';
    }

    private string[] ReadLine(int row)
    {
        var cells = new List<string>(24);
        while (true)
        {
            var quoted = _at < text.Length && text[_at] == '"';
            cells.Add(quoted ? ReadQuoted(row) : ReadPlain());
            if (_at >= text.Length || OpenQuote is not null)
            {
                return [.. cells];
            }

            var end = text[_at++];
            if (end == _delimiter)
            {
                continue;
            }

            if (end == '\r' && _at < text.Length && text[_at] == '\n')
            {
                _at++;
            }

            return [.. cells];
        }
    }

    private string ReadPlain()
    {
        var start = _at;
        while (_at < text.Length && text[_at] != _delimiter && text[_at] is not ('\r' or '\n'))
        {
            _at++;
        }

        return text[start.._at];
    }

    private string ReadQuoted(int row)
    {
        _cell.Clear();
        for (_at++; _at < text.Length; _at++)
        {
            if (text[_at] != '"')
            {
                _cell.Append(text[_at]);
            }
            else if (_at + 1 < text.Length && text[_at + 1] == '"')
            {
                _cell.Append('"');
                _at++;
            }
            else
            {
                _at++;
                // Text behind the closing mark means that this mark opened another cell: the first one never closed.
                if (ReadPlain().AsSpan().Trim().Length > 0)
                {
                    OpenQuote = row;
                }

                return _cell.ToString();
            }
        }

        OpenQuote = row;
        return "";
    }
}
