namespace SkillsPassport.Credentials.Jose;

/// <summary>A P-256 key that can sign; the private part may live in another process or device.</summary>
public interface ISigner
{
    /// <summary>RFC 7638 thumbprint of the public key, base64url.</summary>
    string Kid { get; }

    /// <summary>First 8 bytes of the SHA-256 behind <see cref="Kid"/>; the COSE key identifier.</summary>
    byte[] Kid8 { get; }

    /// <summary>Public key.</summary>
    Jwk PublicJwk { get; }

    /// <summary>DER certificates: the leaf for this key, then intermediates, never the root. May be empty.</summary>
    IReadOnlyList<byte[]> CertificateChain { get; }

    /// <summary>ES256 signature, 64 bytes r||s (RFC 7518 section 3.4). Safe to call from several threads.</summary>
    byte[] Sign(ReadOnlySpan<byte> data);
}
