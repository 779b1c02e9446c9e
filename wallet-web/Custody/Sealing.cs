using System.Security.Cryptography;
using System.Text;

namespace SkillsPassport.Wallet.Custody;

/// <summary>AES-256-GCM with a fresh nonce; the purpose is authenticated, so that a sealed value cannot be moved to
/// another place. Layout: version 1, nonce 12, tag 16, ciphertext.</summary>
public static class Sealing
{
    private const byte Version = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    public static byte[] Seal(ReadOnlySpan<byte> key, string purpose, ReadOnlySpan<byte> plain)
    {
        var result = new byte[1 + NonceLength + TagLength + plain.Length];
        result[0] = Version;
        var nonce = result.AsSpan(1, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(
            nonce,
            plain,
            result.AsSpan(1 + NonceLength + TagLength),
            result.AsSpan(1 + NonceLength, TagLength),
            Encoding.UTF8.GetBytes(purpose));
        return result;
    }

    /// <exception cref="CryptographicException">The value was changed, moved, or sealed with another key.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, string purpose, ReadOnlySpan<byte> value)
    {
        if (value.Length < 1 + NonceLength + TagLength || value[0] != Version)
        {
            throw new CryptographicException("Not a sealed value of this wallet.");
        }

        var plain = new byte[value.Length - 1 - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(
            value.Slice(1, NonceLength),
            value[(1 + NonceLength + TagLength)..],
            value.Slice(1 + NonceLength, TagLength),
            plain,
            Encoding.UTF8.GetBytes(purpose));
        return plain;
    }
}
