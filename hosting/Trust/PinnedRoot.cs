using Microsoft.Extensions.Options;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Hosting.Trust;

/// <summary>The accrediting authority's key: the one thing this service believes without proof.</summary>
public sealed class PinnedRoot
{
    /// <summary>Reads the key from the settings.</summary>
    public PinnedRoot(IOptions<TrustOptions> options)
    {
        Jwk = options.Value.ReadRootKey();
        Key = VerificationKey.FromJwk(Jwk);
    }

    /// <summary>The key as JSON shows it.</summary>
    public Jwk Jwk { get; }

    /// <summary>The key, ready to verify.</summary>
    public VerificationKey Key { get; }
}
