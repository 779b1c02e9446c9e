using System.Buffers;
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
    private readonly JwsHeader _header;
    private readonly ReadOnlyMemory<byte> _signingInput;
    private readonly ReadOnlyMemory<byte> _payload;
    private readonly byte[] _signature;

    private Jws(
        JwsHeader header, ReadOnlyMemory<byte> signingInput, ReadOnlyMemory<byte> payload, byte[] signature)
    {
        _header = header;
        _payload = payload;
        _signingInput = signingInput;
        _signature = signature;
    }

    /// <summary>Protected header: a JSON object with <c>alg</c> ES256.</summary>
    public JsonElement Header => _header.Members;

    /// <summary>Payload octets.</summary>
    public byte[] Payload => Base64Url.DecodeFromUtf8(_payload.Span);

    /// <summary>Header <c>typ</c>, null when absent.</summary>
    public string? Type => _header.Type;

    /// <summary>Header <c>kid</c>, null when absent.</summary>
    public string? Kid => _header.Kid;

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
        // A letter that is not ASCII becomes a question mark, which no part can have.
        return compact.Length <= maxLength
            ? Parse(Encoding.ASCII.GetBytes(compact), maxLength, rules)
            : throw new InputRefusedException(InputRefusal.TooLarge, "The token is too long.");
    }

    /// <summary>As <see cref="Parse(string, int, JwsHeaderRules)"/>; keeps the memory it is given.</summary>
    internal static Jws Parse(
        ReadOnlyMemory<byte> compact, int maxLength, JwsHeaderRules rules = JwsHeaderRules.NoEmbeddedKey)
    {
        if (compact.Length > maxLength)
        {
            throw new InputRefusedException(InputRefusal.TooLarge, "The token is too long.");
        }

        var text = compact.Span;
        var first = text.IndexOf((byte)'.');
        var second = first < 0 ? -1 : first + 1 + text[(first + 1)..].IndexOf((byte)'.');
        if (first <= 0 || second <= first || text[(second + 1)..].Contains((byte)'.'))
        {
            throw new InputRefusedException(InputRefusal.Unreadable, "A JWS has three parts.");
        }

        var payload = compact[(first + 1)..second];
        return Base64UrlStrict.IsCanonical(payload.Span)
            && Base64UrlStrict.TryDecode(text[(second + 1)..], out var signature)
                ? new Jws(JwsHeader.Read(text[..first], rules), compact[..second], payload, signature)
                : throw new InputRefusedException(InputRefusal.NotCanonical, "A part is not canonical base64url.");
    }

    /// <summary>True when this key made the signature.</summary>
    public bool VerifiedBy(VerificationKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Verify(_signingInput.Span, _signature);
    }

    /// <summary>Payload as one JSON object.</summary>
    /// <exception cref="InputRefusedException">It is not one.</exception>
    public JsonElement PayloadObject()
    {
        var bytes = ArrayPool<byte>.Shared.Rent(_payload.Length);
        try
        {
            var root = StrictJson.Read(bytes.AsSpan(0, Base64Url.DecodeFromUtf8(_payload.Span, bytes)));
            return root.ValueKind == JsonValueKind.Object
                ? root
                : throw new InputRefusedException(InputRefusal.Unreadable, "The payload is not a JSON object.");
        }
        finally
        {
            // Claims name a person: nothing of them stays in a shared buffer.
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
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
}
