using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace SkillsPassport.Wallet.Account;

/// <summary>Holder keys as encrypted PKCS #8 (RFC 5958) under one passphrase: PBES2 with PBKDF2 and AES-256-CBC
/// (RFC 8018 appendix A and B). The passphrase is stretched once for all keys of a copy, which then share its salt; any
/// tool that knows PKCS #8 opens each of them.</summary>
public sealed class PassphraseKeys(string passphrase) : IDisposable
{
    private const string Label = "ENCRYPTED PRIVATE KEY";

    // OWASP's figure for PBKDF2-HMAC-SHA256 (Password Storage Cheat Sheet, 2023).
    private const int Rounds = 600_000;

    /// <summary>Whoever wrote a copy says how slow its keys are to open.</summary>
    private const int MostRounds = 1_000_000;

    /// <summary>Copies of before had a salt for each key.</summary>
    private const int MostStretched = 100;

    private const int SaltSize = 16;
    private const int KeySize = 32;
    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";
    private const string HmacSha256 = "1.2.840.113549.2.9";
    private const string Aes256Cbc = "2.16.840.1.101.3.4.1.42";

    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(SaltSize);
    private readonly Dictionary<string, byte[]> _stretched = new(StringComparer.Ordinal);

    /// <summary>EncryptedPrivateKeyInfo as PEM.</summary>
    public string Seal(byte[] pkcs8)
    {
        using var aes = Aes.Create();
        aes.Key = Stretched(_salt, Rounds);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Pbes2);
                using (writer.PushSequence())
                {
                    WriteDerivation(writer);
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(Aes256Cbc);
                        writer.WriteOctetString(aes.IV);
                    }
                }
            }

            writer.WriteOctetString(aes.EncryptCbc(pkcs8, aes.IV));
        }

        return PemEncoding.WriteString(Label, writer.Encode());
    }

    /// <returns>PKCS #8 of a P-256 key; null when it is none, or another passphrase's, or would take too
    /// long.</returns>
    public byte[]? Open(string pem)
    {
        try
        {
            var found = PemEncoding.Find(pem);
            if (pem[found.Label] != Label)
            {
                return null;
            }

            using var key = ECDsa.Create();
            key.ImportPkcs8PrivateKey(Decrypt(Convert.FromBase64String(pem[found.Base64Data])), out _);
            return key.ExportParameters(false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value
                ? key.ExportPkcs8PrivateKey()
                : null;
        }
        catch (Exception unreadable) when (
            unreadable is CryptographicException or ArgumentException or FormatException or AsnContentException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        foreach (var key in _stretched.Values)
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private void WriteDerivation(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Pbkdf2);
            using (writer.PushSequence())
            {
                writer.WriteOctetString(_salt);
                writer.WriteInteger(Rounds);
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(HmacSha256);
                    writer.WriteNull();
                }
            }
        }
    }

    private byte[] Decrypt(byte[] der)
    {
        var info = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        var algorithm = info.ReadSequence();
        Expect(algorithm, Pbes2);
        var parameters = algorithm.ReadSequence();
        var derivation = parameters.ReadSequence();
        Expect(derivation, Pbkdf2);
        var stretching = derivation.ReadSequence();
        var salt = stretching.ReadOctetString();
        if (!stretching.TryReadInt32(out var rounds) || rounds is < 1 or > MostRounds)
        {
            throw new CryptographicException("Not so many rounds.");
        }

        // The length of the key may be said too (RFC 8018 appendix A.2); the cipher says it all the same.
        if (stretching.PeekTag() == Asn1Tag.Integer)
        {
            stretching.ReadInteger();
        }

        Expect(stretching.ReadSequence(), HmacSha256);
        var cipher = parameters.ReadSequence();
        Expect(cipher, Aes256Cbc);
        using var aes = Aes.Create();
        aes.Key = Stretched(salt, rounds);
        return aes.DecryptCbc(info.ReadOctetString(), cipher.ReadOctetString());
    }

    private static void Expect(AsnReader reader, string algorithm)
    {
        if (reader.ReadObjectIdentifier() != algorithm)
        {
            throw new CryptographicException("Another algorithm.");
        }
    }

    private byte[] Stretched(byte[] salt, int rounds)
    {
        var name = $"{rounds}|{Convert.ToHexString(salt)}";
        if (_stretched.TryGetValue(name, out var known))
        {
            return known;
        }

        if (_stretched.Count == MostStretched)
        {
            throw new CryptographicException("Not so many salts.");
        }

        return _stretched[name] = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(passphrase), salt, rounds, HashAlgorithmName.SHA256, KeySize);
    }
}
