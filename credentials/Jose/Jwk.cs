using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkillsPassport.Credentials.Jose;

/// <summary>A P-256 public key as JSON Web Key (RFC 7517; RFC 7518 section 6.2).</summary>
public sealed record Jwk
{
    /// <summary>x coordinate, base64url of 32 bytes.</summary>
    public required string X { get; init; }

    /// <summary>y coordinate, base64url of 32 bytes.</summary>
    public required string Y { get; init; }

    /// <summary>Key id given by the key's owner, when there is one.</summary>
    public string? Kid { get; init; }

    /// <summary>Reads a public key; private keys, other curves and points off the curve are refused.</summary>
    /// <exception cref="InputRefusedException">With <see cref="InputRefusal.Key"/>.</exception>
    public static Jwk Parse(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Refused("A key is a JSON object.");
        }

        if (json.TryGetProperty(Specs.Jose.D, out _))
        {
            throw Refused("A private key where a public key belongs.");
        }

        if (Text(json, Specs.Jose.Kty) != Specs.Jose.EC || Text(json, Specs.Jose.Crv) != Specs.Jose.P256)
        {
            throw Refused("Only EC keys on P-256 are accepted.");
        }

        if ((json.TryGetProperty(Specs.Jose.Alg, out _) && Text(json, Specs.Jose.Alg) != Specs.Jose.ES256)
            || (json.TryGetProperty(Specs.Jose.Use, out _) && Text(json, Specs.Jose.Use) != Specs.Jose.Sig))
        {
            throw Refused("The key is meant for another use.");
        }

        var jwk = new Jwk
        {
            X = Text(json, Specs.Jose.X) ?? throw Refused("The key has no x."),
            Y = Text(json, Specs.Jose.Y) ?? throw Refused("The key has no y."),
            Kid = json.TryGetProperty(Specs.Jose.Kid, out _)
                ? Text(json, Specs.Jose.Kid) ?? throw Refused("The key's kid is not text.")
                : null,
        };
        return jwk.IsValid() ? jwk : throw Refused("Not a point of P-256 in 32 + 32 bytes.");
    }

    /// <summary>Public part of a key.</summary>
    public static Jwk FromEcdsa(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        if (point.X is not { Length: P256.FieldBytes } x || point.Y is not { Length: P256.FieldBytes } y
            || !P256.IsOnCurve(x, y))
        {
            throw new InputRefusedException(InputRefusal.Key, "Only P-256 keys are accepted.");
        }

        return new Jwk { X = Base64UrlStrict.Encode(x), Y = Base64UrlStrict.Encode(y) };
    }

    /// <summary>RFC 7638 thumbprint (SHA-256), base64url.</summary>
    public string Thumbprint() => Base64UrlStrict.Encode(ThumbprintBytes());

    /// <summary>First 8 bytes of the thumbprint: the COSE key identifier of this system.</summary>
    public byte[] Kid8() => ThumbprintBytes()[..8];

    /// <summary>True when the coordinates are 32 bytes each, canonical, and a point of P-256.</summary>
    public bool IsValid() => TryCoordinates(out var x, out var y) && P256.IsOnCurve(x, y);

    /// <summary>The key as JSON: kty, crv, x, y, and kid when there is one.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            [Specs.Jose.Kty] = Specs.Jose.EC,
            [Specs.Jose.Crv] = Specs.Jose.P256,
            [Specs.Jose.X] = X,
            [Specs.Jose.Y] = Y,
        };
        if (Kid is not null)
        {
            json[Specs.Jose.Kid] = Kid;
        }

        return json;
    }

    /// <summary>Same point, whatever the key ids say.</summary>
    public bool IsSameKey(Jwk other) => other is not null && X == other.X && Y == other.Y;

    /// <summary>Equal point and key id.</summary>
    public bool Equals(Jwk? other) => other is not null && IsSameKey(other) && Kid == other.Kid;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(X, Y, Kid);

    internal bool TryCoordinates(out byte[] x, out byte[] y)
    {
        y = [];
        return Base64UrlStrict.TryDecode(X, out x) && Base64UrlStrict.TryDecode(Y, out y)
            && x.Length == P256.FieldBytes && y.Length == P256.FieldBytes;
    }

    // RFC 7638 section 3.2: required members only, in lexicographic order, without white space.
    private byte[] ThumbprintBytes() => SHA256.HashData(Encoding.UTF8.GetBytes(
        $$"""{"{{Specs.Jose.Crv}}":"{{Specs.Jose.P256}}","{{Specs.Jose.Kty}}":"{{Specs.Jose.EC}}","x":"{{X}}",""" +
        $"\"y\":\"{Y}\"}}"));

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static InputRefusedException Refused(string message) => new(InputRefusal.Key, message);
}
