using System.ComponentModel.DataAnnotations;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Hosting.Trust;

/// <summary>All that whoever verifies is given, section <c>Trust</c>: where the trust list is, and the key that
/// signed it.</summary>
public sealed class TrustOptions
{
    /// <summary>The address that serves the signed list.</summary>
    [Required] public Uri? Address { get; set; }

    /// <summary>The accrediting authority's public key as a JWK, several as a JWK Set or separated by commas while the
    /// root changes; or name files that hold them. A key may carry <c>from</c> and <c>until</c>.</summary>
    public string? RootKey { get; set; }

    /// <summary>A file with the authority's public key, several separated by commas.</summary>
    public string? RootKeyFile { get; set; }

    /// <summary>A verify bundle's address (ADR 0022): asked for the trust list and for status lists when those who sign
    /// them do not answer. It adds no trust: what it serves must carry the same signatures.</summary>
    public Uri? Mirror { get; set; }

    /// <summary>How often the list's address is asked; 60 when nothing is said, 5 in Development.</summary>
    [Range(1, 86_400)] public int RefreshSeconds { get; set; }

    /// <summary>How often the keys of issuers that are listed without keys are fetched from their own
    /// metadata.</summary>
    [Range(1, 86_400)] public int IssuerKeysSeconds { get; set; } = 300;

    /// <summary>In Development the address and the key are those that the authority's own defaults make.</summary>
    public void UseDefaults(bool development)
    {
        if (RefreshSeconds == 0)
        {
            RefreshSeconds = development ? 5 : 60;
        }
        if (development)
        {
            Address ??= new Uri("http://localhost:5104/trust-list.jwt");
            RootKeyFile = string.IsNullOrWhiteSpace(RootKey) && string.IsNullOrWhiteSpace(RootKeyFile)
                ? Path.Combine("data", "authority", "root.jwk.json") : RootKeyFile;
        }
    }

    /// <summary>What is wrong with these settings; null when nothing is.</summary>
    public static string? Problem(TrustOptions options)
    {
        if (IsNoAddress(options.Address))
        {
            return "Address must be https, or http on this machine.";
        }
        if (IsNoAddress(options.Mirror))
        {
            return "Mirror must be https, or http on this machine.";
        }
        if (string.IsNullOrWhiteSpace(options.RootKey) == string.IsNullOrWhiteSpace(options.RootKeyFile))
        {
            return "give the authority's public key once, as RootKey (a JWK) or as RootKeyFile.";
        }
        try
        {
            using var roots = options.ReadRoots();
            return null;
        }
        catch (Exception problem) when (problem is FormatException or IOException or UnauthorizedAccessException
            or ArgumentException)
        {
            return $"the authority's public key cannot be read: {problem.Message}";
        }
    }

    // Nothing else is ever asked: the outbound gate lets nothing else through.
    private static bool IsNoAddress(Uri? given) => given is not null
        && !(given.IsAbsoluteUri && (given.Scheme == Uri.UriSchemeHttps
        || (given.Scheme == Uri.UriSchemeHttp && given.IsLoopback)));

    /// <summary>The authority's public keys.</summary>
    public TrustRoots ReadRoots() => TrustRoots.Parse(string.IsNullOrWhiteSpace(RootKey)
        ? string.Join(',', RootKeyFile!.Split(',', StringSplitOptions.TrimEntries
            | StringSplitOptions.RemoveEmptyEntries).Select(File.ReadAllText))
        : RootKey);
}
