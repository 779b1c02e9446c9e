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

/// <summary>The keys that the copies of one certificate are to be bound to, open.</summary>
public sealed class HolderKeys(IEnumerable<byte[]> pkcs8) : IDisposable
{
    private readonly List<(byte[] Pkcs8, EcSigner Signer)> _keys = [.. pkcs8.Select(key => (key, HolderKey.Open(key)))];

    public IEnumerable<EcSigner> Signers => _keys.Select(one => one.Signer);

    /// <summary>PKCS#8 of our key with this public part; null when it is none of ours.</summary>
    public byte[]? Of(Jwk bound) => _keys.Find(one => one.Signer.PublicJwk.IsSameKey(bound)).Pkcs8;

    public void Dispose() => _keys.ForEach(one => one.Signer.Dispose());
}
