using System.Security.Cryptography;
using System.Text;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Hosting.Protection;

namespace SkillsPassport.Verifier.Bundle;

/// <summary>
/// Whoever makes a bundle: a signing key of its own, <c>bundle.key.pem</c> in the key folder, made when it is missing.
/// Not even a thief of it can make a certificate pass: every document in the bundle carries the signature of its own
/// author.
/// </summary>
public static class BundleMaker
{
    private const string KeyFile = "bundle.key.pem";

    /// <summary>The key; from a PEM file when one is named.</summary>
    /// <exception cref="InvalidOperationException">It cannot be read, or others can read it.</exception>
    public static EcSigner Key(KeyFolder folder, string? file)
    {
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            return EcSigner.FromPem(file is null ? OwnKey(folder) : File.ReadAllText(file), null);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or ArgumentException
            or CryptographicException or FormatException)
        {
            throw new InvalidOperationException($"The bundle's key cannot be read: {broken.Message}", broken);
        }
    }

    /// <summary>The public key in PEM (SubjectPublicKeyInfo), for those who accept no other maker.</summary>
    public static string WritePublicKey(Jwk jwk)
    {
        ArgumentNullException.ThrowIfNull(jwk);
        if (!Base64UrlStrict.TryDecode(jwk.X, out var x) || !Base64UrlStrict.TryDecode(jwk.Y, out var y))
        {
            throw new ArgumentException("Not a key.", nameof(jwk));
        }
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = x, Y = y },
        });
        return key.ExportSubjectPublicKeyInfoPem() + "\n";
    }

    /// <summary>A public key from a file: PEM (SubjectPublicKeyInfo) or JWK.</summary>
    /// <exception cref="FormatException">It is neither, or a private key.</exception>
    public static Jwk ReadPublicKey(string file)
    {
        var text = File.ReadAllText(file).Trim();
        if (text.StartsWith('{'))
        {
            using var json = StrictJson.Parse(Encoding.UTF8.GetBytes(text));
            return Jwk.Parse(json.RootElement);
        }
        if (text.Contains("PRIVATE", StringComparison.Ordinal))
        {
            throw new FormatException($"{file} holds a private key. Name the file with its public part.");
        }
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(text);
            return Jwk.FromEcdsa(key);
        }
        catch (Exception unusable) when (unusable is ArgumentException or CryptographicException)
        {
            throw new FormatException($"{file} is not a public key in PEM or JWK.", unusable);
        }
    }

    private static string OwnKey(KeyFolder folder)
    {
        if (!File.Exists(Path.Combine(folder.FolderPath, KeyFile)))
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            folder.WriteOnce(KeyFile, Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem() + "\n"));
        }

        return Encoding.ASCII.GetString(folder.Read(KeyFile));
    }
}

/// <summary>Says that the pages made by this host go into a bundle, and whose key their scripts must find under its
/// list of contents.</summary>
public sealed record BundleMark(Jwk Key);
