using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.Custody;

/// <summary>One wallet's opened data key. Every value is sealed for its wallet, its kind and its row.</summary>
public sealed class Vault : IDisposable
{
    private readonly Guid _walletId;
    private readonly byte[] _dataKey;

    internal Vault(Guid walletId, byte[] dataKey)
    {
        _walletId = walletId;
        _dataKey = dataKey;
    }

    public byte[] Seal<T>(string kind, Guid row, T value) =>
        Sealing.Seal(_dataKey, Purpose(kind, row), JsonSerializer.SerializeToUtf8Bytes(value));

    public T Open<T>(string kind, Guid row, ReadOnlySpan<byte> value) =>
        JsonSerializer.Deserialize<T>(Sealing.Open(_dataKey, Purpose(kind, row), value))
        ?? throw new CryptographicException("The sealed value is empty.");

    /// <summary>32 bytes that belong to this wallet and this purpose, the same each time.</summary>
    public byte[] Derive(string purpose) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, _dataKey, 32, info: Encoding.UTF8.GetBytes(Purpose(purpose, Guid.Empty)));

    public void Dispose() => CryptographicOperations.ZeroMemory(_dataKey);

    private string Purpose(string kind, Guid row) => $"{kind}|{_walletId:N}|{row:N}";
}

/// <summary>Makes and opens the wallets' data keys.</summary>
public sealed class Vaults(IKeyEncryptionKey keyEncryptionKey)
{
    /// <summary>A new data key, wrapped, for a wallet that is being opened.</summary>
    public (byte[] Wrapped, string WrappedBy) NewDataKey(Guid walletId)
    {
        Span<byte> dataKey = stackalloc byte[32];
        RandomNumberGenerator.Fill(dataKey);
        var wrapped = keyEncryptionKey.Wrap(walletId, dataKey);
        CryptographicOperations.ZeroMemory(dataKey);
        return (wrapped, keyEncryptionKey.Id);
    }

    public Vault Open(WalletAccount wallet) =>
        new(wallet.Id, keyEncryptionKey.Unwrap(wallet.Id, wallet.WrappedBy, wallet.WrappedKey));
}
