using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Hosting.Development;

/// <summary>
/// Signing keys for Development: a certification authority made at first start and a leaf certificate for this service,
/// as PEM files of mode 0600. Elsewhere nothing is made: the PEM files must be there.
/// </summary>
public static class DevelopmentKeys
{
    /// <summary>The signing key's file in the key folder, PKCS#8 PEM.</summary>
    public const string SigningKeyFile = "signing.key.pem";

    /// <summary>The certificate chain's file, leaf first, without the root, PEM.</summary>
    public const string ChainFile = "signing.chain.pem";

    /// <summary>The root certificate's file, PEM; what the authority pins.</summary>
    public const string RootFile = "development-root.pem";

    /// <summary>Makes a P-256 key without a certificate when it is missing and may be made, PKCS#8 PEM.</summary>
    public static void EnsureKey(KeyFolder keys, string file)
    {
        if (!keys.MayCreate || File.Exists(Path.Combine(keys.FolderPath, file)))
        {
            return;
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        keys.WriteOnce(file, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
    }

    /// <summary>Makes the files for the host of <paramref name="publicUrl"/> when they are missing and may be
    /// made.</summary>
    public static void Ensure(KeyFolder keys, Uri publicUrl, TimeProvider clock)
    {
        if (!keys.MayCreate)
        {
            return;
        }

        // Two copies may start at once; key, chain and root must come from the same one.
        using var alone = FileLock.Take(Path.Combine(keys.FolderPath, ".making-keys"));
        if (File.Exists(Path.Combine(keys.FolderPath, SigningKeyFile)))
        {
            return;
        }

        // A first start that was killed may have left a root or a chain without their key.
        File.Delete(Path.Combine(keys.FolderPath, RootFile));
        File.Delete(Path.Combine(keys.FolderPath, ChainFile));

        var now = clock.GetUtcNow();
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("CN=SkillsPassport DEVELOPMENT root", rootKey,
            HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        rootRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(rootRequest.PublicKey, false));
        using var root = rootRequest.CreateSelfSigned(now.AddDays(-1), now.AddYears(20));

        using var leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var leafRequest = new CertificateRequest("CN=SkillsPassport DEVELOPMENT issuer", leafKey,
            HashAlgorithmName.SHA256);
        leafRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        leafRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(publicUrl.Host);
        names.AddUri(publicUrl);
        leafRequest.CertificateExtensions.Add(names.Build());
        leafRequest.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, includeKeyIdentifier: true,
                includeIssuerAndSerial: false));
        using var leaf = leafRequest.Create(root, now.AddDays(-1), now.AddYears(10),
            RandomNumberGenerator.GetBytes(16));

        // The key goes last: while it is missing, the next start begins again.
        keys.WriteOnce(RootFile, Encoding.ASCII.GetBytes(root.ExportCertificatePem() + "\n"));
        keys.WriteOnce(ChainFile, Encoding.ASCII.GetBytes(leaf.ExportCertificatePem() + "\n"));
        keys.WriteOnce(SigningKeyFile, Encoding.ASCII.GetBytes(leafKey.ExportPkcs8PrivateKeyPem() + "\n"));
    }
}
