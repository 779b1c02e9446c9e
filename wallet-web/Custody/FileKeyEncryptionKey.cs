using System.Security.Cryptography;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Wallet.Custody;

/// <summary>The key-encryption key in a file of 32 random bytes in the key folder, readable by this service only.
/// A lost file means lost passports: it is backed up like a signing key.</summary>
public sealed class FileKeyEncryptionKey : IKeyEncryptionKey, IStartCheck, IDisposable
{
    private const string FileName = "wallet-kek.key";

    private readonly KeyFolder _folder;
    private readonly byte[] _key;

    public FileKeyEncryptionKey(KeyFolder folder)
    {
        _folder = folder;
        _key = folder.Secret(FileName, 32);
        Id = Convert.ToHexStringLower(SHA256.HashData([.. "wallet-kek-id"u8, .. _key]).AsSpan(0, 8));
    }

    public string Id { get; }

    public byte[] Wrap(Guid walletId, ReadOnlySpan<byte> dataKey) => Sealing.Seal(_key, Purpose(walletId), dataKey);

    public byte[] Unwrap(Guid walletId, string wrappedBy, ReadOnlySpan<byte> wrapped) =>
        wrappedBy == Id
            ? Sealing.Open(_key, Purpose(walletId), wrapped)
            : throw new CryptographicException($"This wallet was wrapped by the key {wrappedBy}, not by {Id}.");

    public void Check() => _folder.Secret(FileName, 32);

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);

    private static string Purpose(Guid walletId) => $"data-key|{walletId:N}";
}
