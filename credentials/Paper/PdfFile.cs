namespace SkillsPassport.Credentials.Paper;

internal sealed record PdfName(string Value);

internal sealed record PdfReference(int Number, int Generation);

internal sealed record PdfStream(Dictionary<string, object?> Entries, ReadOnlyMemory<byte> Data);

/// <summary>A string of a PDF as its raw bytes: Latin text, or UTF-16 with a byte order mark.</summary>
internal sealed record PdfText(byte[] Bytes)
{
    public bool Is(string ascii) => Bytes is [0xFE, 0xFF, ..]
        ? System.Text.Encoding.BigEndianUnicode.GetString(Bytes, 2, Bytes.Length - 2) == ascii
        : System.Text.Encoding.Latin1.GetString(Bytes) == ascii;
}

/// <summary>
/// The frame of a PDF with classic cross-reference tables (ISO 32000-1, 7.5): its objects by number, newest first.
/// Every
/// step is bounded, and everything unexpected is a <see cref="FormatException"/>.
/// </summary>
internal sealed class PdfFile
{
    private const int MostUpdates = 16;
    private const int MostReferences = 8;
    private const int EntryLength = 20;

    private readonly byte[] _bytes;
    private readonly PdfBudget _budget = new();
    private readonly List<(long First, long Count, int Position)> _sections = [];

    private PdfFile(byte[] bytes) => _bytes = bytes;

    public Dictionary<string, object?> Catalog { get; private set; } = [];

    public static PdfFile Parse(byte[] bytes)
    {
        var file = new PdfFile(bytes);
        file.ReadTables();
        return file;
    }

    /// <summary>What a value refers to, or the value itself.</summary>
    public object? Resolve(object? value)
    {
        for (var step = 0; value is PdfReference reference; step++)
        {
            if (step == MostReferences)
            {
                throw new FormatException("References go round.");
            }
            value = Load(reference, out _);
        }
        return value;
    }

    /// <summary>A dictionary under a key, itself or by reference.</summary>
    public Dictionary<string, object?> Dictionary(Dictionary<string, object?> of, string key) =>
        Resolve(of.GetValueOrDefault(key)) as Dictionary<string, object?> ?? throw new FormatException($"No {key}.");

    public PdfStream Stream(object? value)
    {
        if (value is not PdfReference reference
            || Load(reference, out var scanner) is not Dictionary<string, object?> entries
            || !scanner.TryWord("stream"))
        {
            throw new FormatException("No stream.");
        }
        var start = scanner.AfterStreamKeyword();
        if (Resolve(entries.GetValueOrDefault("Length")) is not long length
            || length < 0 || length > _bytes.Length - start)
        {
            throw new FormatException("A stream of no length.");
        }
        var end = ScannerAt(start + (int)length);
        return end.TryWord("endstream")
            ? new(entries, _bytes.AsMemory(start, (int)length))
            : throw new FormatException("A stream ends elsewhere.");
    }

    private object? Load(PdfReference reference, out PdfScanner scanner)
    {
        var start = Offset(reference);
        scanner = ScannerAt(start);
        if (scanner.Integer() != reference.Number || scanner.Integer() != reference.Generation
            || !scanner.TryWord("obj"))
        {
            throw new FormatException("Another object stands where the table says.");
        }
        var value = scanner.Value();
        _budget.SpendOctets(scanner.Position - start);
        return value;
    }

    private PdfScanner ScannerAt(int position) => new(_bytes, position, _budget);

    private int Offset(PdfReference reference)
    {
        foreach (var (first, count, position) in _sections)
        {
            if (reference.Number < first || reference.Number >= first + count)
            {
                continue;
            }
            var entry = _bytes.AsSpan((int)(position + (reference.Number - first) * EntryLength), EntryLength);
            return entry[17] == 'n' && int.TryParse(entry[..10], out var offset)
                && offset >= 0 && offset < _bytes.Length
                ? offset
                : throw new FormatException("The object is free.");
        }
        throw new FormatException("No such object.");
    }

    private void ReadTables()
    {
        const int tail = 1024;
        var from = Math.Max(0, _bytes.Length - tail);
        var mark = _bytes.AsSpan(from).LastIndexOf("startxref"u8);
        if (mark < 0)
        {
            throw new FormatException("No startxref.");
        }
        long at = ScannerAt(from + mark + "startxref"u8.Length).Integer();
        object? root = null;
        for (var update = 0; ; update++)
        {
            if (update == MostUpdates || at < 0 || at >= _bytes.Length)
            {
                throw new FormatException("No cross-reference table.");
            }
            var trailer = ReadTable((int)at);
            if (trailer.ContainsKey("Encrypt"))
            {
                throw new FormatException("Encrypted.");
            }
            root ??= trailer.GetValueOrDefault("Root");
            if (trailer.GetValueOrDefault("Prev") is not long previous)
            {
                break;
            }
            at = previous;
        }
        Catalog = Resolve(root) as Dictionary<string, object?> ?? throw new FormatException("No catalog.");
    }

    private Dictionary<string, object?> ReadTable(int at)
    {
        var scanner = ScannerAt(at);
        if (!scanner.TryWord("xref"))
        {
            throw new FormatException("Not a classic cross-reference table.");
        }
        while (!scanner.TryWord("trailer"))
        {
            var (first, count) = (scanner.Integer(), scanner.Integer());
            scanner.SkipWhite();
            if (first < 0 || count < 0 || count > (_bytes.Length - scanner.Position) / EntryLength
                || _sections.Count > 4096)
            {
                throw new FormatException("A table longer than the file.");
            }
            _sections.Add((first, count, scanner.Position));
            scanner.Position += (int)count * EntryLength;
        }
        var trailer = scanner.Value() as Dictionary<string, object?> ?? throw new FormatException("No trailer.");
        _budget.SpendOctets(scanner.Position - at);
        return trailer;
    }
}
