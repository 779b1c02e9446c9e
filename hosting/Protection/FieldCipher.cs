using System.Security.Cryptography;
using System.Text;

namespace SkillsPassport.Hosting.Protection;

/// <summary>
/// Encrypts single fields (identity numbers, phones, key material) at rest: AES-256-GCM, one key per purpose derived by
/// HKDF-SHA-256 from a master key outside the database. Layout: version 1 · nonce 12 · ciphertext · tag 16.
/// </summary>
public sealed class FieldCipher(byte[] masterKey)
{
    private const byte Version = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>Encrypts text for one purpose; <paramref name="owner"/> binds it to a row so that it cannot be
    /// moved.</summary>
    public byte[] Protect(string purpose, string text, string owner = "") =>
        Protect(purpose, Encoding.UTF8.GetBytes(text), owner);

    /// <summary>Encrypts bytes for one purpose.</summary>
    public byte[] Protect(string purpose, ReadOnlySpan<byte> plain, string owner = "")
    {
        var box = new byte[1 + NonceLength + plain.Length + TagLength];
        box[0] = Version;
        var nonce = box.AsSpan(1, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(KeyFor(purpose), TagLength);
        aes.Encrypt(nonce, plain, box.AsSpan(1 + NonceLength, plain.Length), box.AsSpan(box.Length - TagLength),
            Encoding.UTF8.GetBytes(owner));
        return box;
    }

    /// <summary>Decrypts text.</summary>
    /// <exception cref="CryptographicException">Other key, purpose or owner, or altered bytes.</exception>
    public string Unprotect(string purpose, byte[] box, string owner = "") =>
        Encoding.UTF8.GetString(UnprotectBytes(purpose, box, owner));

    /// <summary>Decrypts bytes.</summary>
    /// <exception cref="CryptographicException">Other key, purpose or owner, or altered bytes.</exception>
    public byte[] UnprotectBytes(string purpose, ReadOnlySpan<byte> box, string owner = "")
    {
        if (box.Length < 1 + NonceLength + TagLength || box[0] != Version)
        {
            throw new CryptographicException("Not an encrypted field.");
        }

        var plain = new byte[box.Length - 1 - NonceLength - TagLength];
        using var aes = new AesGcm(KeyFor(purpose), TagLength);
        aes.Decrypt(box.Slice(1, NonceLength), box.Slice(1 + NonceLength, plain.Length), box[^TagLength..], plain,
            Encoding.UTF8.GetBytes(owner));
        return plain;
    }

    private byte[] KeyFor(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, masterKey, 32,
        salt: null, info: Encoding.UTF8.GetBytes("skillspassport/field/" + purpose));
}
