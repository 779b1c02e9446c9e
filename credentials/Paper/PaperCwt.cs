using System.Buffers;
using System.Formats.Cbor;
using SkillsPassport.Credentials.Cose;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Paper;

/// <summary>
/// The certificate that stands in the printed QR: a CWT (RFC 8392) in COSE_Sign1, laid down in
/// <c>schemas/api/paper-cwt.cddl</c>. At most <see cref="Budget"/> bytes, so that the symbol stays readable at 50 mm.
/// </summary>
public sealed class PaperCwt
{
    /// <summary>
    /// Largest certificate that is issued, in bytes: QR version 17 at error correction M with its link.
    /// </summary>
    public const int Budget = 425;

    /// <summary>Largest certificate that is read.</summary>
    public const int MaxLength = 1024;

    private readonly CoseSign1 _envelope;

    private PaperCwt(CoseSign1 envelope, PaperClaims claims)
    {
        _envelope = envelope;
        Issuer = claims.Issuer;
        Expires = claims.Expires;
        NotBefore = claims.NotBefore;
        IssuedAt = claims.IssuedAt;
        StatusIndex = claims.StatusIndex;
        StatusUri = claims.StatusUri;
        Certificate = claims.Certificate;
    }

    /// <summary>Issuer URL as signed; nothing is known about it until trust was asked.</summary>
    public string Issuer { get; }

    /// <summary>Last second of validity.</summary>
    public DateTimeOffset Expires { get; }

    /// <summary>First second of validity: the day the result was published.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>Time of signing.</summary>
    public DateTimeOffset IssuedAt { get; }

    /// <summary>Index in the status list.</summary>
    public int StatusIndex { get; }

    /// <summary>Address of the status list (CWT form).</summary>
    public string StatusUri { get; }

    /// <summary>What is printed about person and award.</summary>
    public PaperCertificate Certificate { get; }

    /// <summary>Key id of the signature.</summary>
    public byte[] Kid8 => _envelope.Kid8;

    /// <summary>Reads a certificate; says nothing about the signature. The bytes must not change afterwards.</summary>
    /// <exception cref="InputRefusedException">
    /// Not exactly one paper certificate in its one canonical encoding (refusal tells which rule).
    /// </exception>
    public static PaperCwt Parse(ReadOnlyMemory<byte> cwt)
    {
        var envelope = CoseSign1.Parse(cwt, Specs.Paper.Type, MaxLength);
        return new PaperCwt(envelope, StrictCbor.Read(envelope.Payload, PaperClaims.Read));
    }

    /// <summary>True when this key signed the certificate.</summary>
    public bool VerifiedBy(VerificationKey key) => _envelope.VerifiedBy(key);
}

/// <summary>The claims of a paper certificate, read from and written to CBOR in one place.</summary>
/// <param name="Issuer">Claim 1.</param>
/// <param name="Expires">Claim 4.</param>
/// <param name="NotBefore">Claim 5.</param>
/// <param name="IssuedAt">Claim 6.</param>
/// <param name="StatusIndex">Claim 65535, <c>idx</c>.</param>
/// <param name="StatusUri">Claim 65535, <c>uri</c>.</param>
/// <param name="Certificate">Claim -70001.</param>
internal sealed record PaperClaims(
    string Issuer,
    DateTimeOffset Expires,
    DateTimeOffset NotBefore,
    DateTimeOffset IssuedAt,
    int StatusIndex,
    string StatusUri,
    PaperCertificate Certificate)
{
    private const int MaxUrlLength = 255;
    private const string HttpsPrefix = "https://";

    private static readonly SearchValues<char> UrlLetters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/%!$&'()*+,;=");

    public static PaperClaims Read(CborReader reader)
    {
        string? issuer = null;
        (int Index, string Uri)? status = null;
        DateTimeOffset? expires = null, notBefore = null, issuedAt = null;
        PaperCertificate? certificate = null;
        for (var left = reader.ReadDefiniteMap(); left > 0; left--)
        {
            switch (reader.ReadLabel())
            {
                case Specs.Cwt.Iss:
                    issuer = ReadUrl(reader);
                    break;
                case Specs.Cwt.Exp:
                    expires = reader.ReadDate();
                    break;
                case Specs.Cwt.Nbf:
                    notBefore = reader.ReadDate();
                    break;
                case Specs.Cwt.Iat:
                    issuedAt = reader.ReadDate();
                    break;
                case Specs.Cwt.Status:
                    status = ReadStatus(reader);
                    break;
                case Specs.Paper.Certificate:
                    certificate = PaperCertificateCbor.Read(reader);
                    break;
                default:
                    throw new InputRefusedException(InputRefusal.Claims, "A claim that this format does not have.");
            }
        }

        reader.ReadEndMap();
        return issuer is not null && status is var (index, uri) && certificate is not null
                && expires is { } exp && notBefore is { } nbf && issuedAt is { } iat
            ? new PaperClaims(issuer, exp, nbf, iat, index, uri, certificate)
            : throw new InputRefusedException(InputRefusal.Claims, "A required claim is missing.");
    }

    public byte[] Encode()
    {
        var writer = new CborWriter(CborConformanceMode.Canonical, initialCapacity: 512);
        writer.WriteStartMap(6);
        writer.WriteInt32(Specs.Cwt.Iss);
        writer.WriteTextString(Issuer);
        writer.WriteInt32(Specs.Cwt.Exp);
        writer.WriteInt64(Expires.ToUnixTimeSeconds());
        writer.WriteInt32(Specs.Cwt.Nbf);
        writer.WriteInt64(NotBefore.ToUnixTimeSeconds());
        writer.WriteInt32(Specs.Cwt.Iat);
        writer.WriteInt64(IssuedAt.ToUnixTimeSeconds());
        writer.WriteInt32(Specs.Cwt.Status);
        writer.WriteStartMap(1);
        writer.WriteTextString(Specs.TokenStatusList.StatusList);
        writer.WriteStartMap(2);
        writer.WriteTextString(Specs.TokenStatusList.Idx);
        writer.WriteInt32(StatusIndex);
        writer.WriteTextString(Specs.TokenStatusList.Uri);
        writer.WriteTextString(StatusUri);
        writer.WriteEndMap();
        writer.WriteEndMap();
        writer.WriteInt32(Specs.Paper.Certificate);
        PaperCertificateCbor.Write(writer, Certificate);
        writer.WriteEndMap();
        return writer.Encode();
    }

    private static (int Index, string Uri) ReadStatus(CborReader reader)
    {
        if (reader.ReadDefiniteMap() != 1
            || reader.ReadText(MaxUrlLength) != Specs.TokenStatusList.StatusList
            || reader.ReadDefiniteMap() != 2
            || reader.ReadText(MaxUrlLength) != Specs.TokenStatusList.Idx)
        {
            throw new InputRefusedException(InputRefusal.Claims, "A status that is not one status list entry.");
        }

        var index = reader.ReadNumber(int.MaxValue);
        if (reader.ReadText(MaxUrlLength) != Specs.TokenStatusList.Uri)
        {
            throw new InputRefusedException(InputRefusal.Claims, "A status that is not one status list entry.");
        }

        var uri = ReadUrl(reader);
        reader.ReadEndMap();
        reader.ReadEndMap();
        return (index, uri);
    }

    // https, or http for a development machine; only what one issuer would write: no user, query or fragment. Decided
    // by its letters alone, so that every program decides alike (url() of the browser's paper.mjs), and quickly:
    // parsing two URLs would cost more than reading the rest of the certificate.
    private static string ReadUrl(CborReader reader)
    {
        var text = reader.ReadText(MaxUrlLength);
        var plain = text.StartsWith(HttpsPrefix, StringComparison.Ordinal)
            ? text.Length > HttpsPrefix.Length && char.IsAsciiLetterOrDigit(text[HttpsPrefix.Length])
            : IsAt(text, "http://localhost") || IsAt(text, "http://127.0.0.1");
        return plain && !text.AsSpan().ContainsAnyExcept(UrlLetters)
            ? text
            : throw new InputRefusedException(InputRefusal.Claims, "An address that is not an https URL.");
    }

    private static bool IsAt(string url, string origin) => url.StartsWith(origin, StringComparison.Ordinal)
        && (url.Length == origin.Length || url[origin.Length] is ':' or '/');
}
