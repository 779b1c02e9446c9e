using System.Security.Cryptography.X509Certificates;

namespace SkillsPassport.Credentials.SdJwtVc;

/// <summary>
/// What certificates in <c>x5c</c> and pinned roots may be made of, narrower than RFC 5280: with platforms that know
/// other algorithms, extensions and spellings, the same chain would be good in one place and not in another.
/// </summary>
public static class CertificateProfile
{
    private const string EcKey = "1.2.840.10045.2.1";

    // ecdsa-with-SHA256, -SHA384, -SHA512.
    private static readonly string[] Signatures =
        ["1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4"];

    // P-256 and P-384 by their names (RFC 5480 section 2.1.1), in DER.
    private static readonly string[] Curves = ["06082A8648CE3D030107", "06052B81040022"];

    // subjectAltName, basicConstraints, keyUsage, extKeyUsage.
    private static readonly string[] UnderstoodWhenCritical = ["2.5.29.17", "2.5.29.19", "2.5.29.15", "2.5.29.37"];

    // nameConstraints, policyConstraints, inhibitAnyPolicy: to pass over one would be to believe too much.
    private static readonly string[] Refused = ["2.5.29.30", "2.5.29.36", "2.5.29.54"];

    /// <summary>True when each certificate keeps to the profile, and names the next one letter for letter.</summary>
    /// <param name="path">The leaf first, the pinned root last.</param>
    internal static bool Allows(IReadOnlyList<X509Certificate2> path)
    {
        for (var i = 0; i < path.Count; i++)
        {
            var above = path[Math.Min(i + 1, path.Count - 1)];
            if (!Signatures.Contains(path[i].SignatureAlgorithm.Value) || !HasAllowedKey(above)
                || !HasAllowedExtensions(path[i])
                || !path[i].IssuerName.RawData.AsSpan().SequenceEqual(above.SubjectName.RawData))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when the certificate may be pinned as a root: its key and what it says about itself.</summary>
    public static bool AllowsAsRoot(X509Certificate2 root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Allows([root]);
    }

    private static bool HasAllowedKey(X509Certificate2 certificate) => certificate.PublicKey.Oid.Value == EcKey
        && certificate.PublicKey.EncodedParameters is { RawData: var curve }
        && Curves.Contains(Convert.ToHexString(curve));

    private static bool HasAllowedExtensions(X509Certificate2 certificate)
    {
        var extensions = certificate.Extensions.ToList();
        return extensions.DistinctBy(one => one.Oid?.Value).Count() == extensions.Count
            && !extensions.Any(one => Refused.Contains(one.Oid?.Value))
            && extensions.All(one => !one.Critical || UnderstoodWhenCritical.Contains(one.Oid?.Value));
    }
}
