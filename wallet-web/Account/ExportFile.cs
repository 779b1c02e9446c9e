using System.Text.Json;
using SkillsPassport.Wallet.Declared;

namespace SkillsPassport.Wallet.Account;

/// <summary>A worker's copy of everything, as it is written and read. The credentials are in the standard format of
/// their issuers (SD-JWT VC, RFC 9901); their keys only as encrypted PKCS #8 (RFC 5958, PBES2).</summary>
public sealed record ExportFile
{
    public const string CurrentFormat = "skills-passport-export/1";

    public string? Format { get; init; }

    public IReadOnlyList<ExportedCertificate>? Certificates { get; init; }

    /// <summary>What the worker says, signed by nobody; null in copies from before there was such a thing.</summary>
    public IReadOnlyList<DeclaredContent>? Declared { get; init; }

    /// <summary>Reads what this file needs for an import; everything else in it is passed over.</summary>
    /// <returns>Null when it is no such file.</returns>
    public static ExportFile? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var read = JsonSerializer.Deserialize<ExportFile>(bytes, Reading);
            return read is { Format: CurrentFormat, Certificates: not null } ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static readonly JsonSerializerOptions Reading = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, AllowDuplicateProperties = false, MaxDepth = 32,
    };
}

/// <param name="Credential">The signed credential with all its disclosures.</param>
/// <param name="HolderKey">Encrypted PKCS #8 as PEM; null in a copy that was made without a passphrase.</param>
/// <param name="Spare">Copies of it that were shown to nobody, each with a key of its own.</param>
public sealed record ExportedCertificate(
    string? IssuerId, string? IssuerNameBn, string? IssuerNameEn, string? KindNameBn, string? KindNameEn,
    string? Credential, string? HolderKey, IReadOnlyList<ExportedCopy>? Spare = null);

public sealed record ExportedCopy(string? Credential, string? HolderKey);
