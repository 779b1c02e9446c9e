using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.SdJwt;

/// <summary>Outcome of checking a KB-JWT (RFC 9901 section 7.3).</summary>
public enum KeyBindingResult
{
    /// <summary>The holder made this presentation for this verifier, now.</summary>
    Ok,

    /// <summary>No KB-JWT was appended.</summary>
    Missing,

    /// <summary>Wrong type, malformed, or not signed by the holder's key.</summary>
    Invalid,

    /// <summary>Made for somebody else, or for several.</summary>
    Audience,

    /// <summary>Made for another request.</summary>
    Nonce,

    /// <summary>Made too long ago, in the future, or at no time.</summary>
    Time,

    /// <summary>Made for other disclosures or another credential.</summary>
    Hash,
}

/// <summary>Key Binding JWT: the holder's signature over one presentation (RFC 9901 section 4.3).</summary>
public static class KeyBinding
{
    /// <summary>How old a KB-JWT may be when nothing else is agreed.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromMinutes(10);

    /// <summary>The longest life a holder can give a KB-JWT by its <c>exp</c>.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(400);

    /// <summary>Tolerated difference between two clocks.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>Appends a KB-JWT.</summary>
    /// <param name="presentationWithTilde">An SD-JWT that ends in a tilde.</param>
    /// <param name="holderKey">The key of the credential's <c>cnf</c>.</param>
    /// <param name="audience">The verifier, exactly as it will compare it.</param>
    /// <param name="nonce">The verifier's nonce.</param>
    /// <param name="now">Time of making.</param>
    /// <param name="expires">End of its life, for a presentation that is kept to be fetched; at most
    /// <see cref="LongestLife"/>.</param>
    /// <exception cref="ArgumentException">The presentation does not end in a tilde.</exception>
    public static string Append(
        string presentationWithTilde,
        ISigner holderKey,
        string audience,
        string nonce,
        DateTimeOffset now,
        DateTimeOffset? expires = null)
    {
        ArgumentNullException.ThrowIfNull(presentationWithTilde);
        if (!presentationWithTilde.EndsWith(Specs.SdJwt.Separator))
        {
            throw new ArgumentException("An SD-JWT without key binding ends in a tilde.",
                nameof(presentationWithTilde));
        }

        var payload = new JsonObject
        {
            [Specs.Jose.Iat] = now.ToUnixTimeSeconds(),
            [Specs.Jose.Aud] = audience,
            [Specs.Jose.Nonce] = nonce,
            [Specs.SdJwt.SdHash] = DisclosureDigest.Of(Encoding.ASCII.GetBytes(presentationWithTilde)).ToString(),
        };
        if (expires is { } end)
        {
            payload[Specs.Jose.Exp] = end.ToUnixTimeSeconds();
        }

        var header = new JsonObject { [Specs.Jose.Typ] = Specs.SdJwt.KbJwt };
        return presentationWithTilde
            + Jws.Sign(holderKey, header, JsonSerializer.SerializeToUtf8Bytes(payload, WireJson.Options));
    }

    /// <summary>
    /// Checks key binding, in the order of section 7.3. Audience and nonce are required: a verifier that did not ask
    /// for this presentation cannot accept it.
    /// </summary>
    /// <param name="presentation">The presentation with its KB-JWT.</param>
    /// <param name="holderKey">Key of the credential's <c>cnf</c>, after the issuer's signature was checked.</param>
    /// <param name="audience">Expected audience: one text, compared exactly; arrays are refused.</param>
    /// <param name="nonce">Expected nonce.</param>
    /// <param name="now">Time of checking.</param>
    /// <param name="lifetime">
    /// How old the KB-JWT may be. When null: until its own <c>exp</c> if it has one, else
    /// <see cref="DefaultLifetime"/>.
    /// </param>
    public static KeyBindingResult Check(
        SdJwtPresentation presentation,
        Jwk holderKey,
        string audience,
        string nonce,
        DateTimeOffset now,
        TimeSpan? lifetime = null)
    {
        ArgumentNullException.ThrowIfNull(presentation);
        ArgumentException.ThrowIfNullOrEmpty(audience);
        ArgumentException.ThrowIfNullOrEmpty(nonce);
        if (presentation.KeyBindingJwt is not { } jwt)
        {
            return KeyBindingResult.Missing;
        }

        JsonElement claims;
        try
        {
            // Steps 5.a-5.b: type and algorithm before the signature, so that no other JWT of the holder passes.
            jwt.RequireType(Specs.SdJwt.KbJwt);
            using var key = VerificationKey.FromJwk(holderKey);
            if (!jwt.VerifiedBy(key))
            {
                return KeyBindingResult.Invalid;
            }

            claims = jwt.PayloadObject();
        }
        catch (InputRefusedException)
        {
            return KeyBindingResult.Invalid;
        }

        if (!IsText(claims, Specs.Jose.Aud, audience))
        {
            return KeyBindingResult.Audience;
        }

        if (!IsText(claims, Specs.Jose.Nonce, nonce))
        {
            return KeyBindingResult.Nonce;
        }

        if (!IsInTime(claims, now, lifetime))
        {
            return KeyBindingResult.Time;
        }

        var hash = DisclosureDigest.Of(presentation.WithoutKeyBindingBytes.Span);
        return IsText(claims, Specs.SdJwt.SdHash, hash.ToString())
            ? KeyBindingResult.Ok
            : KeyBindingResult.Hash;
    }

    private static bool IsInTime(JsonElement claims, DateTimeOffset now, TimeSpan? lifetime)
    {
        if (!claims.TryGetProperty(Specs.Jose.Iat, out var iat) || !StrictJson.TryGetDate(iat, out var made)
            || made - now > ClockSkew)
        {
            return false;
        }

        var longest = lifetime ?? DefaultLifetime;
        if (claims.TryGetProperty(Specs.Jose.Exp, out var exp))
        {
            // Not asked for by section 4.3; a holder who limits the life of a stored presentation is taken at his word.
            if (!StrictJson.TryGetDate(exp, out var end) || end <= made || end - made > LongestLife || now >= end)
            {
                return false;
            }

            longest = lifetime ?? LongestLife;
        }

        return now - made <= longest + ClockSkew
            && (!claims.TryGetProperty(Specs.Jose.Nbf, out var nbf)
                || (StrictJson.TryGetDate(nbf, out var from) && now + ClockSkew >= from));
    }

    private static bool IsText(JsonElement claims, string name, string expected) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(value.GetString()!), Encoding.UTF8.GetBytes(expected));
}
