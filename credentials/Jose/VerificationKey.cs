using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SkillsPassport.Credentials.Jose;

/// <summary>
/// A P-256 public key, made ready when it is first used: keep it, and share it among threads.
/// </summary>
public sealed class VerificationKey : IDisposable
{
    private readonly byte[] _x;
    private readonly byte[] _y;
    private P256Verifier? _verifier;
    private bool _disposed;

    private VerificationKey(Jwk jwk)
    {
        if (!jwk.TryCoordinates(out _x, out _y) || !P256.IsOnCurve(_x, _y))
        {
            throw new InputRefusedException(InputRefusal.Key, "Not a point of P-256.");
        }

        Jwk = jwk;
        Kid = jwk.Kid ?? jwk.Thumbprint();
        Kid8 = jwk.Kid8();
    }

    /// <summary>The key's own id if its owner gave one, else its RFC 7638 thumbprint.</summary>
    public string Kid { get; }

    /// <summary>COSE key id: first 8 bytes of the SHA-256 thumbprint.</summary>
    public byte[] Kid8 { get; }

    /// <summary>The key as JWK.</summary>
    public Jwk Jwk { get; }

    /// <summary>True when much was verified with it, and more worked out ahead (<see cref="P256Verifier"/>).</summary>
    internal bool IsKeptReady => _verifier is { IsKeptReady: true };

    /// <summary>Imports a JWK.</summary>
    /// <exception cref="InputRefusedException">Not a P-256 point.</exception>
    public static VerificationKey FromJwk(Jwk jwk)
    {
        ArgumentNullException.ThrowIfNull(jwk);
        return new VerificationKey(jwk);
    }

    /// <summary>Takes the public key out of a certificate; says nothing about the certificate's worth.</summary>
    /// <exception cref="InputRefusedException">The certificate holds another kind of key.</exception>
    public static VerificationKey FromCertificate(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        try
        {
            using var key = certificate.GetECDsaPublicKey()
                ?? throw new InputRefusedException(InputRefusal.Key, "The certificate's key is not an EC key.");
            return new VerificationKey(Jwk.FromEcdsa(key));
        }
        catch (CryptographicException)
        {
            throw new InputRefusedException(InputRefusal.Key, "The certificate's key cannot be read.");
        }
    }

    /// <summary>ES256: true only for 64 bytes r||s with r and s in [1, n-1] that sign these data.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!P256.IsInRange(signature))
        {
            return false;
        }

        Span<byte> digest = stackalloc byte[Sha256.DigestBytes];
        Sha256.Hash(data, digest);
        return Verifier().Verify(digest, signature);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _verifier?.Dispose();
    }

    private P256Verifier Verifier()
    {
        if (_verifier is { } ready)
        {
            return ready;
        }

        var made = P256Verifier.Of(_x, _y);
        if (Interlocked.CompareExchange(ref _verifier, made, null) is not { } first)
        {
            return made;
        }

        made.Dispose();
        return first;
    }
}
