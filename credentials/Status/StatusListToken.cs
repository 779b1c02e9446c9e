using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Cose;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Status;

/// <summary>What a status list token says, apart from the list itself.</summary>
/// <param name="Uri">Address the list is published at; becomes <c>sub</c>.</param>
/// <param name="IssuedAt">Time of signing.</param>
/// <param name="Expires">Last moment it may be believed.</param>
/// <param name="Ttl">How long it may be kept without asking again.</param>
/// <param name="AggregationUri">Where all lists of the issuer are listed.</param>
public sealed record StatusListClaims(
    string Uri, DateTimeOffset IssuedAt, DateTimeOffset Expires, TimeSpan Ttl, string? AggregationUri = null);

/// <summary>
/// A Status List Token (draft-ietf-oauth-status-list-20 section 5) in JWT or CWT form. Reading goes in three steps
/// whose
/// order matters: parse (cheap, bounded), check the signature, and only then inflate the list.
/// </summary>
public sealed partial class StatusListToken
{
    /// <summary>Largest token that is read, in characters or bytes.</summary>
    public const int MaxLength = 1 << 20;

    /// <summary>Status lists of this issuer: 2^17 entries.</summary>
    public const int ListSize = 1 << 17;

    private readonly Func<VerificationKey, bool> _verify;
    private readonly ReadOnlyMemory<byte> _lst;
    private readonly int _bits;

    private StatusListToken(Func<VerificationKey, bool> verify, TokenClaims claims)
    {
        _verify = verify;
        _lst = claims.Lst ?? throw Missing();
        _bits = claims.Bits ?? throw Missing();
        Uri = claims.Subject ?? throw Missing();
        IssuedAt = claims.IssuedAt ?? throw Missing();
        Expires = claims.Expires;
        Ttl = claims.Ttl;
        AggregationUri = claims.AggregationUri;
        if (!StatusList.IsEntryWidth(_bits))
        {
            throw new InputRefusedException(InputRefusal.Claims, "Entries have 1, 2, 4 or 8 bits.");
        }
    }

    /// <summary>Claim <c>sub</c>: must be the very address a credential names.</summary>
    public string Uri { get; }

    /// <summary>Claim <c>iat</c>.</summary>
    public DateTimeOffset IssuedAt { get; }

    /// <summary>Claim <c>exp</c>.</summary>
    public DateTimeOffset? Expires { get; }

    /// <summary>Claim <c>ttl</c>.</summary>
    public TimeSpan? Ttl { get; }

    /// <summary>Member <c>aggregation_uri</c>.</summary>
    public string? AggregationUri { get; }

    /// <summary>Key id of the JWT form.</summary>
    public string? Kid { get; private init; }

    /// <summary>Key id of the CWT form.</summary>
    public byte[]? Kid8 { get; private init; }

    /// <summary>Certificates of the JWT form (<c>x5c</c>), leaf first; empty when it has none.</summary>
    public IReadOnlyList<byte[]> CertificateChain { get; private init; } = [];

    /// <summary>True when this key signed the token.</summary>
    public bool VerifiedBy(VerificationKey key) => _verify(key);

    /// <summary>Opens the list of a token whose signature has been checked.</summary>
    /// <param name="expectedUri">Address the credential names; another list's token is refused (section 8.3 step
    /// 3).</param>
    /// <param name="maxSize">Most entries that are inflated.</param>
    /// <exception cref="InputRefusedException">Another list, or not a list of at most that size.</exception>
    public StatusListSnapshot Open(string expectedUri, int maxSize = StatusList.MaxSize) => Uri == expectedUri
        ? new StatusListSnapshot(this, StatusList.Decompress(_lst.Span, _bits, maxSize))
        : throw new InputRefusedException(InputRefusal.Claims, "The token is about another list.");

    /// <summary>Reads the JWT form (section 5.1); says nothing about the signature.</summary>
    /// <exception cref="InputRefusedException">Not a strict JWS of type <c>statuslist+jwt</c> with these
    /// claims.</exception>
    public static StatusListToken ParseJwt(string token)
    {
        var jws = Jws.Parse(token, MaxLength).RequireType(Specs.TokenStatusList.JwtType);
        return new StatusListToken(jws.VerifiedBy, TokenClaims.FromJson(jws.PayloadObject()))
        {
            Kid = jws.Kid,
            CertificateChain = ReadChain(jws.Header),
        };
    }

    /// <summary>Reads the CWT form (section 5.2); says nothing about the signature.</summary>
    /// <exception cref="InputRefusedException">Not a strict COSE_Sign1 of that type with these claims.</exception>
    public static StatusListToken ParseCwt(ReadOnlyMemory<byte> token)
    {
        var cose = CoseSign1.Parse(token, Specs.TokenStatusList.CwtType, MaxLength);
        // Other claims than those read here are no concern of the status, but of one encoding as well.
        CborCheck.Demand(cose.Payload.Span);
        return new StatusListToken(cose.VerifiedBy, StrictCbor.Read(cose.Payload, TokenClaims.FromCbor))
        {
            Kid8 = cose.Kid8,
        };
    }

    /// <summary>Signs the JWT form.</summary>
    /// <param name="signer">The issuer's key.</param>
    /// <param name="claims">What is said about the list.</param>
    /// <param name="bits">Bits of an entry.</param>
    /// <param name="lst">The list from <see cref="StatusList.Compress"/>.</param>
    public static string SignJwt(ISigner signer, StatusListClaims claims, int bits, ReadOnlySpan<byte> lst)
    {
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentNullException.ThrowIfNull(claims);
        var header = new JsonObject { [Specs.Jose.Typ] = Specs.TokenStatusList.JwtType, [Specs.Jose.Kid] = signer.Kid };
        if (signer.CertificateChain.Count > 0)
        {
            header[Specs.Jose.X5c] =
                new JsonArray([.. signer.CertificateChain.Select(der => (JsonNode)Convert.ToBase64String(der))]);
        }

        var list = new JsonObject
        {
            [Specs.TokenStatusList.Bits] = bits,
            [Specs.TokenStatusList.Lst] = Base64UrlStrict.Encode(lst),
        };
        if (claims.AggregationUri is not null)
        {
            list[Specs.TokenStatusList.AggregationUri] = claims.AggregationUri;
        }

        var payload = new JsonObject
        {
            [Specs.Jose.Sub] = claims.Uri,
            [Specs.Jose.Iat] = claims.IssuedAt.ToUnixTimeSeconds(),
            [Specs.Jose.Exp] = claims.Expires.ToUnixTimeSeconds(),
            [Specs.TokenStatusList.Ttl] = (long)claims.Ttl.TotalSeconds,
            [Specs.TokenStatusList.StatusList] = list,
        };
        return Jws.Sign(signer, header, JsonSerializer.SerializeToUtf8Bytes(payload, WireJson.Options));
    }

    /// <summary>Signs the CWT form; parameters as for <see cref="SignJwt"/>.</summary>
    public static byte[] SignCwt(ISigner signer, StatusListClaims claims, int bits, ReadOnlySpan<byte> lst)
    {
        ArgumentNullException.ThrowIfNull(claims);
        return CoseSign1.Sign(signer, Specs.TokenStatusList.CwtType, TokenClaims.ToCbor(claims, bits, lst));
    }

    private static IReadOnlyList<byte[]> ReadChain(JsonElement header)
    {
        if (!header.TryGetProperty(Specs.Jose.X5c, out var chain))
        {
            return [];
        }

        if (chain.ValueKind != JsonValueKind.Array || chain.GetArrayLength() is 0 or > 8)
        {
            throw new InputRefusedException(InputRefusal.Header, "x5c is not a short list.");
        }

        return [.. chain.EnumerateArray().Select(der =>
            der.ValueKind == JsonValueKind.String && der.TryGetBytesFromBase64(out var bytes)
                && der.ValueEquals(Convert.ToBase64String(bytes))
                ? bytes
                : throw new InputRefusedException(InputRefusal.Header, "x5c holds something else than base64."))];
    }

    private static InputRefusedException Missing() =>
        new(InputRefusal.Claims, "A required claim of a status list token is missing.");
}
