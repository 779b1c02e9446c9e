using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.SdJwtVc;

/// <summary>JWT VC Issuer Metadata (SD-JWT VC draft-19 section 3): where a verifier finds an issuer's keys.</summary>
public sealed class IssuerMetadata
{
    private const int MaxKeys = 64;

    private IssuerMetadata(string issuer, IReadOnlyList<Jwk> keys, Uri? jwksUri)
    {
        Issuer = issuer;
        Keys = keys;
        JwksUri = jwksUri;
    }

    /// <summary>Issuer identifier, equal to the credentials' <c>iss</c>.</summary>
    public string Issuer { get; }

    /// <summary>Keys in the document; empty when it names a <c>jwks_uri</c>.</summary>
    public IReadOnlyList<Jwk> Keys { get; }

    /// <summary>Address of a JWK Set, when the keys are not in the document.</summary>
    public Uri? JwksUri { get; }

    /// <summary>Address of an issuer's metadata: the well-known path goes between host and path (section
    /// 3.1).</summary>
    public static Uri AddressOf(Uri issuer)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        return new UriBuilder(issuer)
        {
            Path = Specs.SdJwtVc.WellKnownIssuer + issuer.AbsolutePath.TrimEnd('/'),
            Query = "",
            Fragment = "",
        }.Uri;
    }

    /// <summary>Builds the document with the issuer's keys inside; keep old keys while their credentials
    /// live.</summary>
    /// <param name="issuer">The <c>iss</c> of its credentials.</param>
    /// <param name="keys">Its public keys, the present one first.</param>
    /// <param name="chain">The certificates (DER, leaf first, without the root) that the present key's credentials
    /// carry: whoever accredits the issuer sees by them which root to ask for (<c>x5c</c>, RFC 7517 section
    /// 4.7).</param>
    public static byte[] Build(string issuer, IEnumerable<Jwk> keys, IReadOnlyList<byte[]>? chain = null)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var list = new JsonArray();
        foreach (var key in keys)
        {
            var json = (key.Kid is null ? key with { Kid = key.Thumbprint() } : key).ToJson();
            json[Specs.Jose.Use] = Specs.Jose.Sig;
            json[Specs.Jose.Alg] = Specs.Jose.ES256;
            if (list.Count == 0 && chain is { Count: > 0 })
            {
                json[Specs.Jose.X5c] =
                    new JsonArray([.. chain.Select(one => (JsonNode)Convert.ToBase64String(one))]);
            }

            list.Add(json);
        }

        var document = new JsonObject
        {
            [Specs.SdJwtVc.Issuer] = issuer,
            [Specs.SdJwtVc.Jwks] = new JsonObject { [Specs.Jose.Keys] = list },
        };
        return JsonSerializer.SerializeToUtf8Bytes(document, WireJson.Options);
    }

    /// <summary>Reads a fetched document.</summary>
    /// <param name="utf8">The body of a 200 answer.</param>
    /// <param name="issuer">The <c>iss</c> it was fetched for.</param>
    /// <exception cref="InputRefusedException">
    /// It speaks of another issuer, or does not have exactly one of <c>jwks</c> and <c>jwks_uri</c> (section 3.2).
    /// </exception>
    public static IssuerMetadata Parse(ReadOnlySpan<byte> utf8, string issuer)
    {
        using var document = StrictJson.Parse(utf8);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty(Specs.SdJwtVc.Issuer, out var named)
            || named.ValueKind != JsonValueKind.String || !named.ValueEquals(issuer))
        {
            throw Refused("The metadata speaks of another issuer.");
        }

        var inside = root.TryGetProperty(Specs.SdJwtVc.Jwks, out var jwks);
        var outside = root.TryGetProperty(Specs.SdJwtVc.JwksUri, out var address);
        if (inside == outside)
        {
            throw Refused("Metadata need exactly one of jwks and jwks_uri.");
        }

        if (inside)
        {
            return new IssuerMetadata(issuer, ParseKeys(jwks), null);
        }

        return address.ValueKind == JsonValueKind.String
            && Uri.TryCreate(address.GetString(), UriKind.Absolute, out var uri)
            ? new IssuerMetadata(issuer, [], uri)
            : throw Refused("jwks_uri is not an absolute address.");
    }

    /// <summary>Reads a JWK Set; keys of other kinds are skipped (RFC 7517 section 5), unusable P-256 keys
    /// too.</summary>
    /// <exception cref="InputRefusedException">Not a JWK Set, or two keys share a kid.</exception>
    public static IReadOnlyList<Jwk> ParseKeys(JsonElement jwks)
    {
        if (jwks.ValueKind != JsonValueKind.Object || !jwks.TryGetProperty(Specs.Jose.Keys, out var list)
            || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MaxKeys)
        {
            throw Refused("Not a JWK Set.");
        }

        var keys = new List<Jwk>();
        foreach (var json in list.EnumerateArray())
        {
            try
            {
                keys.Add(Jwk.Parse(json));
            }
            catch (InputRefusedException)
            {
                // RFC 7517 section 5: ignore keys that are not understood.
            }
        }

        return keys.Where(key => key.Kid is not null).GroupBy(key => key.Kid).Any(group => group.Count() > 1)
            ? throw Refused("Two keys share a kid.")
            : keys;
    }

    /// <summary>Reads a JWK Set of one's own, in which nothing may be passed over.</summary>
    /// <exception cref="InputRefusedException">Not a JWK Set of public P-256 keys, or two of them share a
    /// kid.</exception>
    public static IReadOnlyList<Jwk> ParseKeySet(JsonElement jwks)
    {
        var keys = ParseKeys(jwks);
        foreach (var json in jwks.GetProperty(Specs.Jose.Keys).EnumerateArray())
        {
            _ = Jwk.Parse(json);
        }

        return keys;
    }

    private static InputRefusedException Refused(string message) => new(InputRefusal.Key, message);
}
