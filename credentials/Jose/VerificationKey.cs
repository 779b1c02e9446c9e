using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SkillsPassport.Credentials.Jose;

/// <summary>
/// A P-256 public key, imported when it is first used. Importing costs as much as a verification: keep and share it.
/// Safe for several threads: each works with a <see cref="P256Verifier"/> of its own.
/// </summary>
public sealed class VerificationKey : IDisposable
{
    // Places for as many handles as are at work at once, and for threads that are stopped while they hold one; taken
    // and given back in one step.
    private readonly P256Verifier?[] _idle = new P256Verifier?[2 * Environment.ProcessorCount];
    private readonly byte[] _x;
    private readonly byte[] _y;
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
        var key = Take();
        try
        {
            return key.Verify(digest, signature);
        }
        finally
        {
            GiveBack(key);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        for (var i = 0; i < _idle.Length; i++)
        {
            Interlocked.Exchange(ref _idle[i], null)?.Dispose();
        }
    }

    private P256Verifier Take()
    {
        for (var i = 0; i < _idle.Length; i++)
        {
            if (_idle[i] is not null && Interlocked.Exchange(ref _idle[i], null) is { } key)
            {
                return key;
            }
        }

        return P256Verifier.Of(_x, _y);
    }

    private void GiveBack(P256Verifier key)
    {
        for (var i = 0; i < _idle.Length; i++)
        {
            if (!_disposed && _idle[i] is null && Interlocked.CompareExchange(ref _idle[i], key, null) is null)
            {
                return;
            }
        }

        key.Dispose();
    }
}
