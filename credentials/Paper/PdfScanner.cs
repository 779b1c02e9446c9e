using System.Text;

namespace SkillsPassport.Credentials.Paper;

/// <summary>Reads the values of a PDF (ISO 32000-1, 7.3) one after another from a position.</summary>
/// <remarks>
/// Values: null, bool, long, double, <see cref="PdfName"/>, <see cref="PdfText"/>, <see cref="PdfReference"/>, lists,
/// dictionaries.
/// </remarks>
internal struct PdfScanner(byte[] bytes, int position, PdfBudget budget)
{
    private const int MostDepth = 16;
    private const int MostItems = 4096;
    private const int LongestWord = 128;
    private const int LongestText = 4096;

    public int Position { get; set; } = position;

    private readonly byte Current => Position >= 0 && Position < bytes.Length
        ? bytes[Position]
        : throw new FormatException("The file ends early.");

    public void SkipWhite()
    {
        while (Position < bytes.Length && (IsWhite(bytes[Position]) || bytes[Position] == '%'))
        {
            if (bytes[Position] == '%')
            {
                var end = bytes.AsSpan(Position).IndexOfAny((byte)'\r', (byte)'\n');
                Position = end < 0 ? bytes.Length : Position + end;
                continue;
            }
            Position++;
        }
    }

    /// <summary>Steps over a word when it is the next one.</summary>
    public bool TryWord(string word)
    {
        SkipWhite();
        var length = word.Length;
        if (Position + length > bytes.Length || !Encoding.ASCII.GetBytes(word).AsSpan().SequenceEqual(
                bytes.AsSpan(Position, length))
            || Position + length < bytes.Length && IsRegular(bytes[Position + length]))
        {
            return false;
        }
        Position += length;
        return true;
    }

    public long Integer()
    {
        SkipWhite();
        return long.TryParse(Word(), out var number) ? number : throw new FormatException("Not a number.");
    }

    /// <summary>The keyword stream is followed by one line end (7.3.8.1).</summary>
    public int AfterStreamKeyword()
    {
        if (Current == '\r')
        {
            Position++;
        }
        if (Current != '\n')
        {
            throw new FormatException("No line end after stream.");
        }
        return ++Position;
    }

    public object? Value() => Value(0);

    private object? Value(int depth)
    {
        SkipWhite();
        budget.SpendValue();
        if (depth > MostDepth)
        {
            throw new FormatException("Too deep.");
        }
        switch (Current)
        {
            case (byte)'<' when Position + 1 < bytes.Length && bytes[Position + 1] == '<':
                return Dictionary(depth);
            case (byte)'<':
                return Hexadecimal();
            case (byte)'(':
                return Literal();
            case (byte)'[':
                return List(depth);
            case (byte)'/':
                Position++;
                return Name();
            default:
                return NumberOrWord();
        }
    }

    private Dictionary<string, object?> Dictionary(int depth)
    {
        Position += 2;
        var entries = new Dictionary<string, object?>(StringComparer.Ordinal);
        while (true)
        {
            SkipWhite();
            if (Current == '>')
            {
                Position++;
                if (Current != '>')
                {
                    throw new FormatException("A dictionary does not end.");
                }
                Position++;
                return entries;
            }
            if (Value(depth + 1) is not PdfName key || entries.Count == MostItems
                || !entries.TryAdd(key.Value, Value(depth + 1)))
            {
                throw new FormatException("Not a dictionary.");
            }
        }
    }

    private List<object?> List(int depth)
    {
        Position++;
        var items = new List<object?>();
        while (true)
        {
            SkipWhite();
            if (Current == ']')
            {
                Position++;
                return items;
            }
            if (items.Count == MostItems)
            {
                throw new FormatException("A list too long.");
            }
            items.Add(Value(depth + 1));
        }
    }

    private PdfName Name()
    {
        var word = Word();
        var name = new StringBuilder();
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] == '#' && i + 2 < word.Length
                && char.IsAsciiHexDigit(word[i + 1]) && char.IsAsciiHexDigit(word[i + 2]))
            {
                name.Append((char)Convert.ToByte(word.Substring(i + 1, 2), 16));
                i += 2;
                continue;
            }
            name.Append(word[i]);
        }
        return new(name.ToString());
    }

    private PdfText Literal()
    {
        Position++;
        var text = new List<byte>();
        for (var open = 1; ;)
        {
            var next = Current;
            Position++;
            if (text.Count > LongestText)
            {
                throw new FormatException("A text too long.");
            }
            if (next == '\\')
            {
                // Escapes other than of a bracket or the escape itself do not occur in a name of ours.
                next = Current;
                Position++;
            }
            else if (next == '(')
            {
                open++;
            }
            else if (next == ')' && --open == 0)
            {
                return new([.. text]);
            }
            text.Add(next);
        }
    }

    private PdfText Hexadecimal()
    {
        Position++;
        var digits = new StringBuilder();
        while (Current != '>')
        {
            if (!IsWhite(Current))
            {
                digits.Append((char)Current);
            }
            if (digits.Length > LongestText)
            {
                throw new FormatException("A text too long.");
            }
            Position++;
        }
        Position++;
        return new(Convert.FromHexString(digits.Length % 2 == 0 ? digits.ToString() : digits + "0"));
    }

    /// <summary>Two integers and an R are one reference.</summary>
    private object? NumberOrWord()
    {
        var word = Word();
        if (long.TryParse(word, out var number))
        {
            var after = Position;
            if (number is >= 0 and <= int.MaxValue && long.TryParse(NextWord(), out var generation)
                && generation is >= 0 and <= ushort.MaxValue && NextWord() == "R")
            {
                return new PdfReference((int)number, (int)generation);
            }
            Position = after;
            return number;
        }
        return word switch
        {
            "null" => null,
            "true" => true,
            "false" => false,
            _ => double.TryParse(word, System.Globalization.CultureInfo.InvariantCulture, out var real)
                ? real
                : throw new FormatException("An unknown word."),
        };
    }

    private string? NextWord()
    {
        SkipWhite();
        return Position < bytes.Length && IsRegular(bytes[Position]) ? Word() : null;
    }

    private string Word()
    {
        var from = Position;
        while (Position < bytes.Length && IsRegular(bytes[Position]))
        {
            if (++Position - from > LongestWord)
            {
                throw new FormatException("A word too long.");
            }
        }
        return Position > from
            ? Encoding.Latin1.GetString(bytes, from, Position - from)
            : throw new FormatException("A word is missing.");
    }

    private static bool IsWhite(byte b) => b is 0 or 9 or 10 or 12 or 13 or 32;

    private static bool IsRegular(byte b) => !IsWhite(b)
        && b is not ((byte)'(' or (byte)')' or (byte)'<' or (byte)'>' or (byte)'[' or (byte)']' or (byte)'{'
            or (byte)'}' or (byte)'/' or (byte)'%');
}
