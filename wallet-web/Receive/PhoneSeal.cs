using System.Security.Cryptography;
using System.Text.Json;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Receive;

/// <summary>What a phone keeps while it is offline is sealed to a public key of the passport: the phone itself cannot
/// open it again, only the service can (ECDH P-256, HKDF-SHA256, AES-256-GCM; <c>later.mjs</c> seals).</summary>
public static class PhoneSeal
{
    private const int Point = 65;
    private const int Nonce = 12;
    private const int Tag = 16;
    private const int Longest = 32 * 1024;

    /// <summary>The key for a page; null on a phone that is not the worker's, and while a helper helps.</summary>
    public static string? KeyFor(CurrentWorker worker) =>
        worker.IsBorrowed || worker.IsHelped ? null : PublicKey(worker.Vault);

    /// <summary>The public key, uncompressed point, base64url.</summary>
    public static string PublicKey(Vault vault)
    {
        using var key = Key(vault);
        var q = key.ExportParameters(includePrivateParameters: false).Q;
        return Base64UrlStrict.Encode([4, .. q.X!, .. q.Y!]);
    }

    /// <summary>What was sealed; null when it was sealed for another passport, was changed, or is nothing.</summary>
    public static T? Open<T>(Vault vault, string? text) where T : class
    {
        if (text is not { Length: <= Longest } || !Base64UrlStrict.TryDecode(text, out var bytes)
            || bytes.Length <= Point + Nonce + Tag || bytes[0] != 4)
        {
            return null;
        }

        try
        {
            using var key = Key(vault);
            using var phone = ECDiffieHellman.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = bytes[1..33], Y = bytes[33..Point] },
            });
            var secret = HKDF.DeriveKey(
                HashAlgorithmName.SHA256, key.DeriveRawSecretAgreement(phone.PublicKey), 32,
                info: "skills-passport-later"u8.ToArray());
            var plain = new byte[bytes.Length - Point - Nonce - Tag];
            using var aes = new AesGcm(secret, Tag);
            aes.Decrypt(
                bytes.AsSpan(Point, Nonce), bytes.AsSpan(Point + Nonce, plain.Length), bytes.AsSpan(^Tag..), plain);
            return JsonSerializer.Deserialize<T>(plain);
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private static ECDiffieHellman Key(Vault vault)
    {
        var d = vault.Derive("phone-later");
        // Below the order of P-256, which begins with 32 ones.
        d[0] &= 0x7f;
        return ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = d });
    }
}
