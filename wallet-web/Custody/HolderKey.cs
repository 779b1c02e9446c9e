using System.Security.Cryptography;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Wallet.Custody;

/// <summary>A holder's P-256 key: made for one certificate, kept only sealed, opened only to sign.</summary>
public static class HolderKey
{
    /// <summary>A new key as PKCS#8, ready to be sealed.</summary>
    public static byte[] New()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }

    public static EcSigner Open(byte[] pkcs8)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        return new EcSigner(key);
    }
}
