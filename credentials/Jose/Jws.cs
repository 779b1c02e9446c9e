using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkillsPassport.Credentials.Jose;

/// <summary>What a JWS of one purpose may carry in its protected header.</summary>
public enum JwsHeaderRules
{
    /// <summary>No key inside: <c>jwk</c> is refused. The rule for everything but possession proofs.</summary>
    NoEmbeddedKey,

    /// <summary>
    /// A possession proof (OpenID4VCI 1.0 appendix F.1) names the key it proves by <c>jwk</c>; the reader asks nothing
    /// of that key but possession.
    /// </summary>
    PossessionProof,
}

/// <summary>A JWS in compact form (RFC 7515 section 7.1), ES256 only, strict.</summary>
public sealed class Jws
{
    /// <summary>Longest header accepted, in characters of base64url.</summary>
    private const int MaxHeaderLength = 32 * 1024;

    private const int MaxKidLength = 512;

    private readonly byte[] _signingInput;
    private readonly byte[] _signature;

    private Jws(JsonElement header, byte[] payload, byte[] signingInput, byte[] signature)
    {
        Header = header;
        Payload = payload;
        _signingInput = signingInput;
        _signature = signature;
    }

    /// <summary>Protected header: a JSON object with <c>alg</c> ES256.</summary>
    public JsonElement Header { get; }

    /// <summary>Payload octets.</summary>
    public byte[] Payload { get; }

    /// <summary>Header <c>typ</c>, null when absent.</summary>
    public string? Type => HeaderText(Specs.Jose.Typ);

    /// <summary>Header <c>kid</c>, null when absent.</summary>
    public string? Kid => HeaderText(Specs.Jose.Kid);

    /// <summary>Reads header and payload; says nothing about the signature.</summary>
    /// <param name="compact">The three dot-separated parts.</param>
    /// <param name="maxLength">Longest text accepted, in characters.</param>
    /// <param name="rules">Whether a key may be embedded.</param>
    /// <exception cref="InputRefusedException">
    /// Too long, not three canonical parts, ambiguous JSON, another algorithm than ES256 (in any spelling), or one of
    /// the headers <c>jwk jku x5u crit b64 enc zip</c>.
    /// </exception>
    public static Jws Parse(string compact, int maxLength, JwsHeaderRules rules = JwsHeaderRules.NoEmbeddedKey)
    {
        ArgumentNullException.ThrowIfNull(compact);
        if (compact.Length > maxLength)
        {
            throw new InputRefusedException(InputRefusal.TooLarge, "The token is too long.");
        }

        var text = compact.AsSpan();
        var first = text.IndexOf('.');
        var second = first < 0 ? -1 : first + 1 + text[(first + 1)..].IndexOf('.');
        if (first <= 0 || second <= first || text[(second + 1)..].Contains('.'))
        {
            throw new InputRefusedException(InputRefusal.Unreadable, "A JWS has three parts.");
        }

        if (first > MaxHeaderLength)
        {
            throw new InputRefusedException(InputRefusal.TooLarge, "The header is too long.");
        }

        if (!Base64UrlStrict.TryDecode(text[..first], out var headerBytes)
            || !Base64UrlStrict.TryDecode(text[(first + 1)..second], out var payload)
            || !Base64UrlStrict.TryDecode(text[(second + 1)..], out var signature))
        {
            throw new InputRefusedException(InputRefusal.NotCanonical, "A part is not canonical base64url.");
        }

        var header = StrictJson.Read(headerBytes);
        CheckHeader(header, rules);
        return new Jws(header, payload, Encoding.ASCII.GetBytes(compact, 0, second), signature);
    }

    /// <summary>True when this key made the signature.</summary>
    public bool VerifiedBy(VerificationKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Verify(_signingInput, _signature);
    }

    /// <summary>Payload as one JSON object.</summary>
    /// <exception cref="InputRefusedException">It is not one.</exception>
    public JsonElement PayloadObject()
    {
        var root = StrictJson.Read(Payload);
        return root.ValueKind == JsonValueKind.Object
            ? root
            : throw new InputRefusedException(InputRefusal.Unreadable, "The payload is not a JSON object.");
    }

    /// <summary>Checks the type before anything else is believed (RFC 8725 section 3.11).</summary>
    /// <exception cref="InputRefusedException">With <see cref="InputRefusal.Type"/>.</exception>
    public Jws RequireType(string type) => Type == type
        ? this
        : throw new InputRefusedException(InputRefusal.Type, $"The token's typ is not {type}.");

    /// <summary>Signs; <c>alg</c> is set here and nowhere else.</summary>
    public static string Sign(ISigner signer, JsonObject header, ReadOnlySpan<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentNullException.ThrowIfNull(header);
        header[Specs.Jose.Alg] = Specs.Jose.ES256;
        var headerBytes = JsonSerializer.SerializeToUtf8Bytes(header, WireJson.Options);
        var headerLength = Base64Url.GetEncodedLength(headerBytes.Length);
        var input = new byte[headerLength + 1 + Base64Url.GetEncodedLength(payload.Length)];
        Base64Url.EncodeToUtf8(headerBytes, input);
        input[headerLength] = (byte)'.';
        Base64Url.EncodeToUtf8(payload, input.AsSpan(headerLength + 1));
        return string.Concat(Encoding.ASCII.GetString(input), ".", Base64UrlStrict.Encode(signer.Sign(input)));
    }

    private static void CheckHeader(JsonElement header, JwsHeaderRules rules)
    {
        if (header.ValueKind != JsonValueKind.Object)
        {
            throw new InputRefusedException(InputRefusal.Unreadable, "The header is not a JSON object.");
        }

        var algorithmSeen = false;
        foreach (var member in header.EnumerateObject())
        {
            switch (member.Name)
            {
                case Specs.Jose.Alg:
                    algorithmSeen = member.Value.ValueKind == JsonValueKind.String
                        && member.Value.ValueEquals(Specs.Jose.ES256);
                    break;
                case Specs.Jose.Kid when member.Value.ValueKind != JsonValueKind.String
                        || !IsPlainText(member.Value.GetString()!):
                case Specs.Jose.Typ when member.Value.ValueKind != JsonValueKind.String:
                case Specs.Jose.JwkHeader when rules == JwsHeaderRules.NoEmbeddedKey:
                case Specs.Jose.Jku or Specs.Jose.X5u or Specs.Jose.Crit or Specs.Jose.B64
                        or Specs.Jose.Enc or Specs.Jose.Zip:
                    throw new InputRefusedException(InputRefusal.Header, "A header member that is not accepted.");
            }
        }

        if (!algorithmSeen)
        {
            throw new InputRefusedException(InputRefusal.Algorithm, "Only ES256 is accepted.");
        }
    }

    // A key id is looked up in lists and written to logs: nothing but short printable ASCII.
    private static bool IsPlainText(string kid) =>
        kid.Length is > 0 and <= MaxKidLength && !kid.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private string? HeaderText(string name) =>
        Header.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
