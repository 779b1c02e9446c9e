using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Authority.Lists;

/// <summary>
/// Root certificates of an issuer. Its wallet certificates may carry a chain (<c>x5c</c>), which counts only when it
/// leads to a root on the list: the file comes from the issuer by hand, never from the place where the chain stands.
/// </summary>
internal static class IssuerRoots
{
    private const string Option = "root";

    public static readonly Operation Add = new("add-root", "Add a root certificate to an issuer",
    [
        new("id", "URL", "the issuer's address", Required: true),
        new(Option, "FILE", "the root certificate (PEM) the chains of its wallet certificates lead to", Required: true,
            Many: true),
    ], (list, given, _) =>
    {
        if (list.Issuers.FirstOrDefault(one => one.Id == given.Text("id")) is not { } issuer)
        {
            return ChangeKeys.NotListed(given);
        }

        var roots = Read(given);
        if (roots.FirstOrDefault(root => issuer.Roots.Any(known => known.AsSpan().SequenceEqual(root))) is { } known)
        {
            return Change.Refused($"{issuer.Id} has this root already: {Describe(known)}.");
        }

        var changed = issuer with { Roots = [.. issuer.Roots, .. roots] };
        return Change.To(WithdrawIssuer.With(list, changed), $"{issuer.Name.En}: {Said(changed)}");
    });

    /// <summary>The certificates in the files of <c>--root</c>, DER: PEM, or base64 as <c>show --json</c> prints
    /// it.</summary>
    public static IReadOnlyList<byte[]> Read(Arguments given) =>
        [.. given.Files(Option).Select(file => Read(file.Path, file.Text))];

    /// <summary>Why wallet certificates with the chains of these keys would be refused; null when they would
    /// not.</summary>
    public static string? WhyNot(
        string issuer, IEnumerable<OfferedKey> keys, IReadOnlyList<byte[]> roots, DateTimeOffset now)
    {
        foreach (var key in keys)
        {
            if (key.Chain is not { } chain)
            {
                continue;
            }

            try
            {
                using var leaf = CertificatePath.Check(chain, roots, now, issuer);
                if (!leaf.Jwk.IsSameKey(key.Jwk))
                {
                    return $"The certificate chain of {issuer} certifies another key than {key.Jwk.Kid}.";
                }
            }
            catch (InputRefusedException refused)
            {
                return roots.Count == 0
                    ? $"The wallet certificates of {issuer} carry a certificate chain. Without its root certificate "
                        + "they would be called not genuine: ask the issuer for it, compare its fingerprint by "
                        + "telephone, and give it with --root FILE."
                    : $"The certificate chain of {issuer} and --root do not fit together: {refused.Message}";
            }
        }

        return null;
    }

    /// <summary>Which roots the issuer has; when it has none, what that means.</summary>
    public static string Said(TrustedIssuer issuer) => issuer.Roots.Count == 0
        ? "WARNING: no root certificate is listed for it. If its wallet certificates carry a certificate chain (x5c), "
            + "they will be called not genuine; add-root changes that."
        : "Its certificate chains must lead to: " + string.Join("; ", issuer.Roots.Select(Describe)) + ".";

    /// <summary>A root as people compare it: its name, its end, and its fingerprint as openssl prints it.</summary>
    public static string Describe(byte[] der)
    {
        using var root = X509CertificateLoader.LoadCertificate(der);
        var fingerprint = string.Join(':', SHA256.HashData(der).Select(one => one.ToString("X2")));
        var end = root.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return $"{root.Subject} until {end}, SHA-256 {fingerprint}";
    }

    private static byte[] Read(string path, string text)
    {
        try
        {
            using var certificate = text.Contains("-----BEGIN", StringComparison.Ordinal)
                ? X509Certificate2.CreateFromPem(text)
                : X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text.Trim().Trim('"')));
            return CertificateProfile.AllowsAsRoot(certificate) ? certificate.RawData
                : throw new WrongUsageException($"--{Option}: {path} is no root that verifiers go by. It must certify "
                    + "itself, with a P-256 or P-384 key, ECDSA and SHA-2, and no name or policy constraints.");
        }
        catch (Exception broken) when (broken is CryptographicException or FormatException)
        {
            throw new WrongUsageException($"--{Option}: {path} is not a PEM certificate. {broken.Message}");
        }
    }
}
