using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.SdJwtVc;

/// <summary>
/// Certificate chains in the <c>x5c</c> header (RFC 7515 section 4.1.6, SD-JWT VC draft-19 section 2.5, HAIP 1.0): from
/// the issuer's leaf to a pinned root. Nothing is ever fetched.
/// </summary>
public static class CertificatePath
{
    private const int MaxLength = 4;
    private const int MaxCertificateBytes = 8 * 1024;
    private const string SubjectAlternativeName = "2.5.29.17";

    /// <summary>Checks a chain and gives the leaf's key.</summary>
    /// <param name="x5c">The header member: base64 DER certificates, leaf first, without the root.</param>
    /// <param name="roots">Pinned roots, DER.</param>
    /// <param name="at">The time at which the chain must be valid.</param>
    /// <param name="issuer">The <c>iss</c> URL, whose URL or host the leaf must name.</param>
    /// <returns>The leaf's key; the caller keeps and disposes it.</returns>
    /// <exception cref="InputRefusedException">With <see cref="InputRefusal.Certificate"/>, naming the
    /// rule.</exception>
    public static VerificationKey Check(
        JsonElement x5c, IReadOnlyCollection<byte[]> roots, DateTimeOffset at, string issuer)
    {
        ArgumentNullException.ThrowIfNull(roots);
        var chain = Read(x5c);
        try
        {
            var leaf = chain[0];
            CheckLeaf(leaf, issuer);
            if (chain.Any(certificate => roots.Any(root => root.AsSpan().SequenceEqual(certificate.RawData))))
            {
                throw Refused("The root is pinned, it does not travel in x5c.");
            }

            if (chain.Any(IsSelfIssued))
            {
                throw Refused("A self-signed certificate in x5c.");
            }

            // One root at a time: two pinned roots may share a name (a renewed root), and a builder takes the first.
            if (!roots.Any(root => LeadsTo(root, chain, at)))
            {
                throw Refused("The chain does not lead to a pinned root at that time.");
            }

            return VerificationKey.FromCertificate(leaf);
        }
        catch (Exception broken) when (broken is CryptographicException or AsnContentException)
        {
            throw Refused("A certificate cannot be read.");
        }
        finally
        {
            chain.ForEach(certificate => certificate.Dispose());
        }
    }

    /// <summary>Checks a chain of one's own before it is sent, as far as that can be told without the root.</summary>
    /// <param name="chain">DER certificates, leaf first, without the root.</param>
    /// <param name="issuer">The <c>iss</c> URL, whose URL or host the leaf must name.</param>
    /// <exception cref="InputRefusedException">With <see cref="InputRefusal.Certificate"/>, naming the
    /// rule.</exception>
    public static void CheckSent(IReadOnlyList<byte[]> chain, string issuer)
    {
        var certificates = Read(JsonSerializer.SerializeToElement(chain.Select(Convert.ToBase64String)));
        try
        {
            CheckLeaf(certificates[0], issuer);
            if (certificates.Any(IsSelfIssued))
            {
                throw Refused("A self-signed certificate in the chain; the root is pinned, it does not travel.");
            }

            if (certificates.Zip(certificates.Skip(1)).Any(pair =>
                !pair.First.IssuerName.RawData.AsSpan().SequenceEqual(pair.Second.SubjectName.RawData)))
            {
                throw Refused("The chain has a gap: each certificate is issued by the next one.");
            }
        }
        catch (Exception broken) when (broken is CryptographicException or AsnContentException)
        {
            throw Refused("A certificate cannot be read.");
        }
        finally
        {
            certificates.ForEach(certificate => certificate.Dispose());
        }
    }

    private static List<X509Certificate2> Read(JsonElement x5c)
    {
        if (x5c.ValueKind != JsonValueKind.Array || x5c.GetArrayLength() is 0 or > MaxLength)
        {
            throw Refused("x5c is a list of one to four certificates.");
        }

        var chain = new List<X509Certificate2>();
        try
        {
            foreach (var element in x5c.EnumerateArray())
            {
                var text = element.ValueKind == JsonValueKind.String ? element.GetString()! : "";
                // Plain base64 here (RFC 7515 section 4.1.6), in its one canonical spelling.
                var der = text.Length is > 0 and <= MaxCertificateBytes * 4 / 3 ? Convert.FromBase64String(text) : [];
                if (der.Length == 0 || Convert.ToBase64String(der) != text)
                {
                    throw Refused("A certificate is not canonical base64 of a sensible size.");
                }

                var certificate = X509CertificateLoader.LoadCertificate(der);
                chain.Add(certificate);
                // The platform also takes PEM, other spellings of a length, and whatever comes behind.
                if (!certificate.RawDataMemory.Span.SequenceEqual(der))
                {
                    throw Refused("A certificate is not DER.");
                }
            }

            return chain;
        }
        catch (Exception broken) when (broken is FormatException or CryptographicException)
        {
            chain.ForEach(certificate => certificate.Dispose());
            throw broken as InputRefusedException ?? Refused("A certificate cannot be read.");
        }
    }

    private static void CheckLeaf(X509Certificate2 leaf, string issuer)
    {
        // RFC 5280 section 4.2: each extension at most once.
        if (leaf.Extensions.OfType<X509KeyUsageExtension>().ToList() is not [var usage]
            || !usage.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature)
            || usage.KeyUsages.HasFlag(X509KeyUsageFlags.KeyCertSign))
        {
            throw Refused("The leaf may not sign credentials.");
        }

        if (leaf.Extensions.OfType<X509BasicConstraintsExtension>().Any(basic => basic.CertificateAuthority))
        {
            throw Refused("The leaf is a certification authority.");
        }

        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var url) || !Names(leaf, issuer, url.IdnHost))
        {
            throw Refused("The leaf does not name this issuer.");
        }
    }

    private static bool Names(X509Certificate2 leaf, string issuer, string host)
    {
        foreach (var extension in leaf.Extensions.Where(one => one.Oid?.Value == SubjectAlternativeName))
        {
            var reader = new AsnReader(extension.RawData, AsnEncodingRules.DER);
            var names = reader.ReadSequence();
            while (names.HasData)
            {
                var tag = names.PeekTag();
                // GeneralName, RFC 5280 section 4.2.1.6: dNSName [2], uniformResourceIdentifier [6].
                if (tag.TagClass == TagClass.ContextSpecific && tag.TagValue is 2 or 6)
                {
                    var name = names.ReadCharacterString(UniversalTagNumber.IA5String, tag);
                    // A URL of only a host has two spellings, with and without its last slash (RFC 3986 section 6.2.3).
                    if (tag.TagValue == 6
                        ? name.TrimEnd('/') == issuer.TrimEnd('/')
                        : string.Equals(name, host, StringComparison.OrdinalIgnoreCase))
                    {
                        return true;
                    }
                }
                else
                {
                    names.ReadEncodedValue();
                }
            }
        }

        return false;
    }

    private static bool LeadsTo(byte[] root, List<X509Certificate2> certificates, DateTimeOffset at)
    {
        using var anchor = X509CertificateLoader.LoadCertificate(root);
        if (!CertificateProfile.Allows([.. certificates, anchor]))
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        // Revocation of issuers is the trust list's business; nothing is fetched from addresses inside certificates.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        chain.ChainPolicy.CustomTrustStore.Add(anchor);
        certificates.Skip(1).ToList().ForEach(one => chain.ChainPolicy.ExtraStore.Add(one));
        var trusted = chain.Build(certificates[0]);
        // The chain that was built must be the chain that was sent, then the pinned root: no shortcuts, no strangers.
        IEnumerable<byte[]> expected = [.. certificates.Select(one => one.RawData), root];
        var asSent = chain.ChainElements.Select(element => element.Certificate.RawData)
            .SequenceEqual(expected, OctetComparer.Instance);
        foreach (var element in chain.ChainElements)
        {
            element.Certificate.Dispose();
        }

        return trusted && asSent;
    }

    private static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static InputRefusedException Refused(string message) => new(InputRefusal.Certificate, message);
}
