using System.Text.Json;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Issuer.Protocol;

/// <summary>The holder keys of a credential request and the nonce they were proven with.</summary>
public sealed record ProvenKeys(IReadOnlyList<Jwk> Keys, string Nonce);

/// <summary>Checks <c>proofs.jwt</c> (OpenID4VCI 1.0 section 8.2.1 and appendix F.1, checks of F.4).</summary>
public static class PossessionProofs
{
    /// <summary>Most keys, and so copies, in one request.</summary>
    public const int BatchSize = 10;

    private const int LongestProof = 8 * 1024;
    private static readonly TimeSpan Oldest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>The proven keys; or null and the rule that was broken.</summary>
    public static (ProvenKeys? Proven, string Broken) Check(JsonElement request, string issuer, DateTimeOffset now)
    {
        if (!request.TryGetProperty(Specs.OpenId4Vci.Proofs, out var proofs) || proofs.ValueKind != JsonValueKind.Object
            || proofs.GetPropertyCount() != 1 || !proofs.TryGetProperty(Specs.OpenId4Vci.Jwt, out var list)
            || list.ValueKind != JsonValueKind.Array)
        {
            return (null, "proofs must hold exactly one member: jwt, an array.");
        }

        if (list.GetArrayLength() is 0 or > BatchSize)
        {
            return (null, $"Send 1 to {BatchSize} proofs.");
        }

        var keys = new List<Jwk>();
        string? nonce = null;
        foreach (var proof in list.EnumerateArray())
        {
            var (key, seen, broken) = CheckOne(proof, issuer, now);
            if (key is null || seen is null)
            {
                return (null, broken);
            }

            if (keys.Exists(key.IsSameKey))
            {
                return (null, "Each proof needs a key of its own.");
            }

            if (nonce is not null && nonce != seen)
            {
                return (null, "All proofs of a request carry the same nonce.");
            }

            keys.Add(key);
            nonce = seen;
        }

        return (new ProvenKeys(keys, nonce!), "");
    }

    private static (Jwk? Key, string? Nonce, string Broken) CheckOne(JsonElement proof, string issuer,
        DateTimeOffset now)
    {
        try
        {
            if (proof.ValueKind != JsonValueKind.String)
            {
                return (null, null, "A proof is a compact JWS.");
            }

            var jws = Jws.Parse(proof.GetString()!, LongestProof, JwsHeaderRules.PossessionProof)
                .RequireType(Specs.OpenId4Vci.ProofTyp);
            if (!jws.Header.TryGetProperty(Specs.Jose.JwkHeader, out var embedded)
                || jws.Header.TryGetProperty(Specs.Jose.Kid, out _) || jws.Header.TryGetProperty(Specs.Jose.X5c, out _))
            {
                return (null, null, "A proof names its key by jwk and by nothing else.");
            }

            var key = Jwk.Parse(embedded) with { Kid = null };
            using var verification = VerificationKey.FromJwk(key);
            if (!jws.VerifiedBy(verification))
            {
                return (null, null, "A proof is not signed by the key it names.");
            }

            var (nonce, broken) = CheckClaims(jws.PayloadObject(), issuer, now);
            return (nonce is null ? null : key, nonce, broken);
        }
        catch (InputRefusedException refused)
        {
            return (null, null, refused.Message);
        }
    }

    private static (string? Nonce, string Broken) CheckClaims(JsonElement claims, string issuer, DateTimeOffset now)
    {
        if (JsonRequest.Text(claims, Specs.Jose.Aud) != issuer)
        {
            return (null, "aud must be the credential issuer identifier.");
        }

        if (!claims.TryGetProperty(Specs.Jose.Iat, out var iat) || !StrictJson.TryGetDate(iat, out var made)
            || made - now > ClockSkew || now - made > Oldest + ClockSkew)
        {
            return (null, "iat is missing, too old or in the future.");
        }

        // Appendix F.1: with anonymous pre-authorized access there is no client to be named.
        if (claims.TryGetProperty(Specs.Jose.Iss, out _))
        {
            return (null, "iss must be left out of an anonymous proof.");
        }

        return JsonRequest.Text(claims, Specs.Jose.Nonce) is { Length: > 0 } nonce
            ? (nonce, "")
            : (null, "nonce is missing: ask the nonce endpoint.");
    }
}
