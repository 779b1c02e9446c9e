using System.Text;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>Bytes to text, or the one reason why this file is not a result sheet.</summary>
public static class ReadSheetFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private static readonly (byte[] Start, string Name)[] OtherFiles =
    [
        ("%PDF"u8.ToArray(), "PDF"), ([0x50, 0x4B, 0x03, 0x04], "zip / Excel .xlsx"), ([0x50, 0x4B, 0x05, 0x06], "zip"),
        ([0xD0, 0xCF, 0x11, 0xE0], "Excel .xls / Word .doc"), ([0x89, 0x50, 0x4E, 0x47], "PNG"),
        ([0xFF, 0xD8, 0xFF], "JPEG"),
        ([0x1F, 0x8B], "gzip"), ("{\\rtf"u8.ToArray(), "RTF"), ("<!DOCTYPE"u8.ToArray(), "HTML"),
        ("<html"u8.ToArray(), "HTML"),
        ("<?xml"u8.ToArray(), "XML"), ([0x7F, 0x45, 0x4C, 0x46], "ELF"), ("MZ\u0090"u8.ToArray(), "EXE"),
    ];

    /// <summary>The file is larger than a sheet may be.</summary>
    public static Finding TooLarge { get; } =
        new(0, "", "file_too_large", Expected: $"{SheetContract.Current.MaxBytes / 1024 / 1024} MiB");

    /// <summary>Reads at most the allowed size; a longer stream is left unread behind that point.</summary>
    public static async Task<(string? Text, Finding? Refused)> ReadAsync(Stream file, CancellationToken cancel)
    {
        var limit = SheetContract.Current.MaxBytes;
        using var kept = new MemoryStream();
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = await file.ReadAsync(chunk, cancel)) > 0)
        {
            if (kept.Length + read > limit)
            {
                return (null, TooLarge);
            }

            kept.Write(chunk, 0, read);
        }

        return Decode(kept.GetBuffer().AsSpan(0, (int)kept.Length));
    }

    /// <summary>Strict UTF-8, with or without byte order mark.</summary>
    public static (string? Text, Finding? Refused) Decode(ReadOnlySpan<byte> bytes)
    {
        foreach (var (start, name) in OtherFiles)
        {
            if (bytes.StartsWith(start))
            {
                return (null, new Finding(0, "", "file_not_csv", name));
            }
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
            || LooksLikeUtf16(bytes))
        {
            return (null, new Finding(0, "", "encoding_refused", "UTF-16"));
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            bytes = bytes[3..];
        }

        if (LooksBinary(bytes))
        {
            return (null, new Finding(0, "", "file_not_csv", "binary"));
        }

        if (bytes.IndexOf((byte)0) is var nul and >= 0)
        {
            return (null, new Finding(0, "", "nul_character", Row(bytes[..nul])));
        }

        try
        {
            var text = StrictUtf8.GetString(bytes);
            return string.IsNullOrWhiteSpace(text) ? (null, new Finding(0, "", "file_empty")) : (text, null);
        }
        catch (DecoderFallbackException bad)
        {
            return (null, new Finding(0, "", "byte_not_utf8", $"0x{bytes[bad.Index]:X2}",
                Other: Row(bytes[..bad.Index])));
        }
    }

    /// <summary>Lines may end in either or both of the two characters.</summary>
    private static string Row(ReadOnlySpan<byte> before) =>
        $"{Math.Max(before.Count((byte)'\n'), before.Count((byte)'\r')) + 1}";

    /// <summary>Without a byte order mark, Latin text in UTF-16 still has a NUL in every second place.</summary>
    private static bool LooksLikeUtf16(ReadOnlySpan<byte> bytes)
    {
        var start = bytes[..Math.Min(bytes.Length & ~1, 200)];
        var (even, odd) = (0, 0);
        for (var i = 0; i < start.Length; i += 2)
        {
            even += start[i] == 0 ? 1 : 0;
            odd += start[i + 1] == 0 ? 1 : 0;
        }

        return start.Length >= 8 && Math.Max(even, odd) > start.Length * 2 / 5;
    }

    private static bool LooksBinary(ReadOnlySpan<byte> bytes)
    {
        var start = bytes[..Math.Min(bytes.Length, 4096)];
        var odd = 0;
        foreach (var one in start)
        {
            odd += one < 0x20 && one is not ((byte)'\t' or (byte)'\r' or (byte)'\n') ? 1 : 0;
        }

        return start.Length > 0 && odd * 20 > start.Length;
    }
}
