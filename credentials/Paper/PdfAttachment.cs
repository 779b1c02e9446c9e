using System.IO.Compression;

namespace SkillsPassport.Credentials.Paper;

/// <summary>
/// Finds the signed data attached to a certificate PDF (ISO 32000-1, 7.11.4; ISO 19005-3, 6.8). Strict and bounded: it
/// reads the files our issuer writes, and files that other programs kept in that form; anything else has no attachment.
/// </summary>
public static class PdfAttachment
{
    /// <summary>The name under which a certificate carries its signed data.</summary>
    public const string FileName = "certificate.cwt";

    /// <summary>The largest PDF that is looked at, in bytes.</summary>
    public const int LargestPdf = 10 * 1024 * 1024;

    /// <summary>The largest attachment that is taken out, in bytes: a hundred times what a certificate needs.</summary>
    public const int LargestAttachment = 64 * 1024;

    /// <summary>Whether the bytes claim to be a PDF at all.</summary>
    public static bool IsPdf(ReadOnlySpan<byte> bytes) => bytes.StartsWith("%PDF-"u8);

    /// <summary>
    /// The attached bytes, exactly; null when the file is too large, unreadable, or has no such attachment.
    /// </summary>
    /// <remarks>Never throws on any input. The bytes are not checked here: their signature is what counts.</remarks>
    public static byte[]? TryRead(ReadOnlySpan<byte> pdf)
    {
        if (pdf.Length > LargestPdf || !IsPdf(pdf))
        {
            return null;
        }
        try
        {
            var file = PdfFile.Parse(pdf.ToArray());
            var names = file.Dictionary(file.Dictionary(file.Catalog, "Names"), "EmbeddedFiles");
            return file.Resolve(names.GetValueOrDefault("Names")) is List<object?> pairs ? Find(file, pairs) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static byte[]? Find(PdfFile file, List<object?> pairs)
    {
        byte[]? found = null;
        for (var i = 1; i < pairs.Count; i += 2)
        {
            if (file.Resolve(pairs[i]) is not Dictionary<string, object?> specification
                || !IsOurs(specification.GetValueOrDefault("UF")) && !IsOurs(specification.GetValueOrDefault("F")))
            {
                continue;
            }
            // Two attachments of the same name would let two readers see different certificates.
            if (found is not null)
            {
                return null;
            }
            found = Content(file, file.Stream(file.Dictionary(specification, "EF").GetValueOrDefault("F")));
            if (found is null)
            {
                return null;
            }
        }
        return found;
    }

    private static bool IsOurs(object? name) => name is PdfText text && text.Is(FileName);

    private static byte[]? Content(PdfFile file, PdfStream stream)
    {
        var filter = file.Resolve(stream.Entries.GetValueOrDefault("Filter"));
        if (filter is List<object?> { Count: 1 } one)
        {
            filter = one[0];
        }
        return filter switch
        {
            _ when stream.Entries.ContainsKey("DecodeParms") => null,
            null or List<object?> { Count: 0 } =>
                stream.Data.Length <= LargestAttachment ? stream.Data.ToArray() : null,
            PdfName { Value: "FlateDecode" } => Inflate(stream.Data),
            _ => null,
        };
    }

    private static byte[]? Inflate(ReadOnlyMemory<byte> data)
    {
        try
        {
            using var inflater = new ZLibStream(new MemoryStream(data.ToArray()), CompressionMode.Decompress);
            var whole = new byte[LargestAttachment + 1];
            var length = inflater.ReadAtLeast(whole, whole.Length, throwOnEndOfStream: false);
            return length <= LargestAttachment ? whole[..length] : null;
        }
        catch (Exception damaged) when (damaged is InvalidDataException or IOException)
        {
            return null;
        }
    }
}
