using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Credentials.Tests;

/// <summary>A throw-away certification authority: root, intermediate, leaf.</summary>
internal sealed record TestChain(byte[] Root, byte[] Intermediate, byte[] Leaf)
{
    public static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Until = new(2028, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const string AnotherExtension = "2.5.29.54";

    public sealed record Leafing
    {
        public X509KeyUsageFlags? Usage { get; init; } = X509KeyUsageFlags.DigitalSignature;
        public bool UsageTwice { get; init; }
        public bool IsAuthority { get; init; }
        public bool DnsName { get; init; }
        public string? Name { get; init; }
        public DateTimeOffset LeafUntil { get; init; } = Until;
        public bool IntermediateIsAuthority { get; init; } = true;
        public ECCurve RootCurve { get; init; } = ECCurve.NamedCurves.nistP256;
        public X509Extension? OnRoot { get; init; }
        public X509Extension? OnIntermediate { get; init; }
        public X509Extension? OnLeaf { get; init; }
        /// <summary>How the intermediate writes its root's name.</summary>
        public X500DistinguishedName? NameOfRoot { get; init; }
    }

    public static TestChain Make(string issuer, Jwk key, Leafing? options = null)
    {
        var leafing = options ?? new Leafing();
        using var rootKey = ECDsa.Create(leafing.RootCurve);
        using var middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = Request("CN=Demo root", rootKey, true, X509KeyUsageFlags.KeyCertSign);
        Add(rootRequest, leafing.OnRoot);
        using var root = rootRequest.CreateSelfSigned(From, Until);
        var middleRequest = Request("CN=Demo intermediate", middleKey, leafing.IntermediateIsAuthority,
            X509KeyUsageFlags.KeyCertSign);
        Add(middleRequest, leafing.OnIntermediate);
        using var middle = middleRequest.Create(leafing.NameOfRoot ?? root.SubjectName,
            X509SignatureGenerator.CreateForECDsa(rootKey), From, Until, Serial());
        using var leafKey = Import(key);
        var leafRequest = Request("CN=Demo issuer", leafKey, leafing.IsAuthority, leafing.Usage);
        var names = new SubjectAlternativeNameBuilder();
        if (leafing.DnsName)
        {
            names.AddDnsName(leafing.Name ?? new Uri(issuer).Host);
        }
        else
        {
            names.AddUri(new Uri(leafing.Name ?? issuer));
        }

        leafRequest.CertificateExtensions.Add(names.Build());
        Add(leafRequest, leafing.OnLeaf);
        if (leafing.UsageTwice)
        {
            leafRequest.CertificateExtensions.Add(
                new X509Extension(AnotherExtension, new X509KeyUsageExtension(leafing.Usage!.Value, true).RawData, true));
        }

        using var leaf = leafRequest.Create(middle.SubjectName,
            X509SignatureGenerator.CreateForECDsa(middleKey), From, leafing.LeafUntil, Serial());
        return new TestChain(root.RawData, middle.RawData, Renamed(leaf.RawData));
    }

    /// <summary>.NET makes no certificate with an extension twice: another one gets its name afterwards.</summary>
    private static byte[] Renamed(byte[] certificate)
    {
        var at = certificate.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x06, 0x03, 0x55, 0x1D, 0x36]);
        if (at >= 0)
        {
            certificate[at + 4] = 0x0F;
        }

        return certificate;
    }

    public static byte[] SelfSigned(string issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request("CN=Self", key, false, X509KeyUsageFlags.DigitalSignature);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri(issuer));
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(From, Until);
        return certificate.RawData;
    }

    private static void Add(CertificateRequest request, X509Extension? extension)
    {
        if (extension is not null)
        {
            request.CertificateExtensions.Add(extension);
        }
    }

    private static ECDsa Import(Jwk jwk)
    {
        Base64UrlStrict.TryDecode(jwk.X, out var x);
        Base64UrlStrict.TryDecode(jwk.Y, out var y);
        return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } });
    }

    private static CertificateRequest Request(string name, ECDsa key, bool authority, X509KeyUsageFlags? usage)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, true));
        if (usage is { } flags)
        {
            request.CertificateExtensions.Add(new X509KeyUsageExtension(flags, true));
        }

        return request;
    }

    private static byte[] Serial() => [1, .. RandomNumberGenerator.GetBytes(8)];
}
