using System.Text.Json;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Authority.Lists;

/// <summary>A public key that somebody wants on the list, with an id, and the certificate chain it came with
/// (<c>x5c</c>, RFC 7517 section 4.7).</summary>
internal sealed record OfferedKey(Jwk Jwk, JsonElement? Chain)
{
    /// <summary>Gives the key an id when it has none, and finds its chain.</summary>
    /// <param name="key">The key as it was read.</param>
    /// <param name="json">The JSON objects among which it stands.</param>
    public static OfferedKey Of(Jwk key, params IEnumerable<JsonElement> json)
    {
        JsonElement? chain = null;
        foreach (var one in json)
        {
            if (one.ValueKind == JsonValueKind.Object && one.TryGetProperty(Specs.Jose.X5c, out var x5c)
                && one.TryGetProperty(Specs.Jose.X, out var x) && x.ValueKind == JsonValueKind.String
                && x.ValueEquals(key.X))
            {
                chain = x5c.Clone();
            }
        }

        return new OfferedKey(key.Kid is null ? key with { Kid = key.Thumbprint() } : key, chain);
    }
}
