using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace SkillsPassport.Issuer.Certificates;

/// <summary>
/// Attaches a file to a PDF that Cairo made, by an incremental update (ISO 32000-1, 7.5.6): the drawn bytes stay as
/// they
/// are, three objects follow. The attachment is an associated file in the manner of PDF/A-3 (ISO 19005-3, 6.8).
/// </summary>
internal static partial class AttachFile
{
    public static byte[] Append(
        ReadOnlySpan<byte> pdf, string name, string mime, byte[] content, string description, DateTimeOffset modified)
    {
        var tail = Encoding.Latin1.GetString(pdf[^Math.Min(pdf.Length, 1024)..]);
        var previous = Number(StartXref().Match(tail), "startxref");
        var table = Encoding.Latin1.GetString(pdf[previous..]);
        var size = Number(Size().Match(table), "/Size");
        var root = Number(Root().Match(table), "/Root");
        var info = Number(Info().Match(table), "/Info");
        var catalog = Catalog(pdf, table, root);

        using var output = new MemoryStream(pdf.Length + content.Length + 2048);
        output.Write(pdf);
        var offsets = new long[2];
        offsets[0] = output.Position;
        Text($"{size} 0 obj\n<< /Type /EmbeddedFile /Subtype /{mime.Replace("/", "#2F", StringComparison.Ordinal)} "
            + $"/Length {content.Length} /Params << /Size {content.Length} /ModDate {Date(modified)} >> >>\nstream\n");
        output.Write(content);
        Text("\nendstream\nendobj\n");
        offsets[1] = output.Position;
        Text($"{size + 1} 0 obj\n<< /Type /Filespec /F ({name}) /UF ({name}) /AFRelationship /Data "
            + $"/Desc ({Escape(description)}) /EF << /F {size} 0 R /UF {size} 0 R >> >>\nendobj\n");
        // Cairo 1.16 writes the structure tree and forgets to say that there is one.
        var marked = catalog.Contains("/MarkInfo", StringComparison.Ordinal) ? "" : "/MarkInfo << /Marked true >> ";
        var catalogAt = output.Position;
        Text($"{root} 0 obj\n<< {catalog}\n   /Version /1.7 /Lang (en) {marked}"
            + $"/ViewerPreferences << /DisplayDocTitle true >>\n"
            + $"   /AF [{size + 1} 0 R] /Names << /EmbeddedFiles "
            + $"<< /Names [({name}) {size + 1} 0 R] >> >>\n>>\nendobj\n");
        var xref = output.Position;
        Text($"xref\n{root} 1\n{catalogAt:D10} 00000 n \n"
            + $"{size} 2\n{offsets[0]:D10} 00000 n \n{offsets[1]:D10} 00000 n \n");
        var id = Convert.ToHexString(SHA256.HashData(output.GetBuffer().AsSpan(0, (int)output.Length)).AsSpan(0, 16));
        Text($"trailer\n<< /Size {size + 2} /Root {root} 0 R /Info {info} 0 R /Prev {previous} /ID [<{id}> <{id}>] >>\n"
            + $"startxref\n{xref}\n%%EOF\n");
        return output.ToArray();

        void Text(string text) => output.Write(Encoding.ASCII.GetBytes(text));
    }

    /// <summary>The inside of the document catalog as Cairo wrote it.</summary>
    private static string Catalog(ReadOnlySpan<byte> pdf, string table, int root)
    {
        const int entryLength = 20;
        var first = FirstEntry().Match(table);
        if (Number(first, "cross-reference table") != 0)
        {
            throw new InvalidOperationException("The drawn PDF's cross-reference table does not begin at object 0.");
        }
        var entry = table.AsSpan(first.Index + first.Length + root * entryLength, 10);
        var at = int.Parse(entry, NumberStyles.None, CultureInfo.InvariantCulture);
        var whole = Encoding.Latin1.GetString(pdf[at..Math.Min(pdf.Length, at + 4096)]);
        var from = whole.IndexOf("<<", StringComparison.Ordinal);
        var end = whole.IndexOf("endobj", StringComparison.Ordinal);
        var to = end < 0 ? -1 : whole.LastIndexOf(">>", end, StringComparison.Ordinal);
        if (!whole.StartsWith($"{root} 0 obj", StringComparison.Ordinal) || from < 0 || to <= from)
        {
            throw new InvalidOperationException("The drawn PDF has no catalog where its table says.");
        }
        var inside = whole[(from + 2)..to].Trim();
        foreach (var taken in (string[])["/Names", "/AF", "/Lang", "/ViewerPreferences", "/Version"])
        {
            if (inside.Contains(taken, StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"The drawn PDF has {taken} already.");
            }
        }
        return inside;
    }

    private static string Date(DateTimeOffset when) =>
        "(D:" + when.ToUniversalTime().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) + "Z)";

    private static string Escape(string text) => text.Replace("\\", @"\\", StringComparison.Ordinal)
        .Replace("(", @"\(", StringComparison.Ordinal).Replace(")", @"\)", StringComparison.Ordinal);

    private static int Number(Match match, string what) => match.Success
        ? int.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
        : throw new InvalidOperationException($"The drawn PDF has no {what}.");

    [GeneratedRegex(@"startxref\s+(\d+)\s+%%EOF\s*$")]
    private static partial Regex StartXref();

    [GeneratedRegex(@"^xref\n(\d+) \d+\n")]
    private static partial Regex FirstEntry();

    [GeneratedRegex(@"trailer\s.*?/Size (\d+)", RegexOptions.Singleline)]
    private static partial Regex Size();

    [GeneratedRegex(@"trailer\s.*?/Root (\d+) 0 R", RegexOptions.Singleline)]
    private static partial Regex Root();

    [GeneratedRegex(@"trailer\s.*?/Info (\d+) 0 R", RegexOptions.Singleline)]
    private static partial Regex Info();
}
