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
