using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>
/// A check's outcome as the page carries it along, so that filtering and downloading need nothing stored.
/// </summary>
public sealed record KeptCheck(string FileName, int RowCount, IReadOnlyList<Finding> Findings);

/// <summary>
/// Packs a check into a form field and out again: compressed, and protected so that it comes back unaltered.
/// </summary>
public sealed class KeptFindings(IDataProtectionProvider protection)
{
    private const int LargestUnpacked = 8 * 1024 * 1024;
    private readonly ITimeLimitedDataProtector _protector =
        protection.CreateProtector("skillspassport/kept-findings").ToTimeLimitedDataProtector();

    public string Keep(KeptCheck check)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(brotli, check);
        }

        return Base64Url.EncodeToString(_protector.Protect(packed.ToArray(), TimeSpan.FromHours(12)));
    }

    /// <summary>Null when it is too old or not ours.</summary>
    public KeptCheck? Open(string? field)
    {
        try
        {
            using var packed = new MemoryStream(_protector.Unprotect(Base64Url.DecodeFromChars(field)));
            using var brotli = new BrotliStream(packed, CompressionMode.Decompress);
            using var plain = new MemoryStream();
            brotli.CopyTo(plain);
            return plain.Length > LargestUnpacked ? null : JsonSerializer.Deserialize<KeptCheck>(plain.ToArray());
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or FormatException or JsonException
            or InvalidDataException)
        {
            return null;
        }
    }
}
