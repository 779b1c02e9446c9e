using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SkillsPassport.Credentials.Jose;

/// <summary>A signer on a .NET key: in memory, from PEM, or in a device behind <see cref="ECDsa"/>.</summary>
public sealed class EcSigner : ISigner, IDisposable
{
    private readonly ECDsa _key;
    private readonly Lock _deviceGate = new();
    private readonly ConcurrentBag<ECDsa>? _idle;
    private readonly ECParameters _parameters;

    /// <summary>Takes ownership of the key.</summary>
    /// <param name="key">P-256 private key.</param>
    /// <param name="chain">DER certificates, leaf first, without the root.</param>
    /// <exception cref="InputRefusedException">Not P-256, or the leaf certifies another key.</exception>
    public EcSigner(ECDsa key, IReadOnlyList<byte[]>? chain = null)
    {
        _key = key ?? throw new ArgumentNullException(nameof(key));
        PublicJwk = Jwk.FromEcdsa(key);
        Kid = PublicJwk.Thumbprint();
        PublicJwk = PublicJwk with { Kid = Kid };
        Kid8 = PublicJwk.Kid8();
        CertificateChain = chain ?? [];
        if (CertificateChain.Count > 0)
        {
            using var leaf = X509CertificateLoader.LoadCertificate(CertificateChain[0]);
            using var certified = VerificationKey.FromCertificate(leaf);
            if (!certified.Jwk.IsSameKey(PublicJwk))
            {
                throw new InputRefusedException(InputRefusal.Certificate, "The leaf certifies another key.");
            }
        }

        try
        {
            _parameters = key.ExportParameters(includePrivateParameters: true);
            _idle = [];
        }
        catch (CryptographicException)
        {
            // A key that stays in its device: one caller at a time.
            _idle = null;
        }
    }

    /// <inheritdoc/>
    public string Kid { get; }

    /// <inheritdoc/>
    public byte[] Kid8 { get; }

    /// <inheritdoc/>
    public Jwk PublicJwk { get; }

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> CertificateChain { get; }

    /// <summary>Reads a PEM private key and, when given, PEM certificates (leaf first, no root).</summary>
    /// <exception cref="InputRefusedException">Not a P-256 key, or key and leaf do not belong together.</exception>
    public static EcSigner FromPem(string keyPem, string? chainPem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(keyPem);
            if (chainPem is null)
            {
                return new EcSigner(key);
            }

            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(chainPem);
            return new EcSigner(key, [.. certificates.Select(certificate => certificate.RawData)]);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        if (_idle is null)
        {
            lock (_deviceGate)
            {
                return Sign(_key, data);
            }
        }

        if (!_idle.TryTake(out var key))
        {
            key = ECDsa.Create(_parameters);
        }

        try
        {
            return Sign(key, data);
        }
        finally
        {
            _idle.Add(key);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_parameters.D);
        _key.Dispose();
        while (_idle is not null && _idle.TryTake(out var key))
        {
            key.Dispose();
        }
    }

    private static byte[] Sign(ECDsa key, ReadOnlySpan<byte> data)
    {
        Span<byte> digest = stackalloc byte[Sha256.DigestBytes];
        Sha256.Hash(data, digest);
        return key.SignHash(digest, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
