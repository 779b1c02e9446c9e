using System.Security.Cryptography;
using System.Text;

namespace SkillsPassport.Verifier.ApiKeys;

/// <summary>A key that raises somebody's limit. The key itself is shown once and kept nowhere: only its hash, which
/// needs no salt and no slowness, because there are 256 random bits behind it.</summary>
public sealed class ApiKey
{
    /// <summary>What every key begins with, so that scanners for leaked secrets know one.</summary>
    public const string Prefix = "spk_";

    /// <summary>Names the key in lists; no secret.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is, in the operator's words.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the key, lower-case hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>Credentials a minute.</summary>
    public required int PerMinute { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }

    public static string HashOf(ReadOnlySpan<char> key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.ToArray())));
}
