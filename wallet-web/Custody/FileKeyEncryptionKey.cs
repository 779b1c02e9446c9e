using System.Security.Cryptography;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Wallet.Custody;

/// <summary>The key-encryption key in a file of 32 random bytes in the key folder, readable by this service only.
/// A lost file means lost passports: it is backed up like a signing key. During a rotation the older keys lie beside
/// it; a running copy finds a new key by itself.</summary>
public sealed class FileKeyEncryptionKey : IKeyEncryptionKey, IStartCheck, IDisposable
{
    public const string FileName = "wallet-kek.key";
    private const string OlderPattern = "wallet-kek.*.key";
    private const int Length = 32;

    private readonly KeyFolder _folder;
    private readonly Lock _lock = new();
    private volatile Keys _keys;

    public FileKeyEncryptionKey(KeyFolder folder)
    {
        _folder = folder;
        _folder.Secret(FileName, Length);
        _keys = Read();
    }

    public string Id => _keys.Current;

    public byte[] Wrap(Guid walletId, ReadOnlySpan<byte> dataKey) =>
        Sealing.Seal(_keys.ById[_keys.Current], Purpose(walletId), dataKey);

    public byte[] Unwrap(Guid walletId, string wrappedBy, ReadOnlySpan<byte> wrapped)
    {
        if (!_keys.ById.TryGetValue(wrappedBy, out var key) && !Reread().ById.TryGetValue(wrappedBy, out key))
        {
            throw new CryptographicException(
                $"This wallet was wrapped by the key {wrappedBy}, which is not in the key folder.");
        }

        return Sealing.Open(key, Purpose(walletId), wrapped);
    }

    /// <summary>Puts a new key in the place of the current one, which stays beside it under its own name.</summary>
    /// <returns>The file of the older key: it can be destroyed once nothing is wrapped by it.</returns>
    public string Replace()
    {
        lock (_lock)
        {
            var current = Path.Combine(_folder.FolderPath, FileName);
            var older = $"wallet-kek.{_keys.Current}.key";
            var next = $".wallet-kek.next.{Guid.NewGuid():N}";
            _folder.WriteOnce(older, _keys.ById[_keys.Current]);
            _folder.WriteOnce(next, RandomNumberGenerator.GetBytes(Length));
            File.Move(Path.Combine(_folder.FolderPath, next), current, overwrite: true);
            _keys = Read();
            return Path.Combine(_folder.FolderPath, older);
        }
    }

    public void Check() => Read();

    public void Dispose()
    {
        foreach (var key in _keys.ById.Values)
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static string Purpose(Guid walletId) => $"data-key|{walletId:N}";

    private static string IdOf(byte[] key) =>
        Convert.ToHexStringLower(SHA256.HashData([.. "wallet-kek-id"u8, .. key]).AsSpan(0, 8));

    private Keys Reread()
    {
        lock (_lock)
        {
            return _keys = Read();
        }
    }

    private Keys Read()
    {
        var current = _folder.Read(FileName) is { Length: Length } right
            ? right
            : throw new InvalidOperationException($"Keys:Folder: {FileName} must hold {Length} bytes.");
        var all = Directory.GetFiles(_folder.FolderPath, OlderPattern).Select(Path.GetFileName)
            .Select(name => _folder.Read(name!)).Append(current);
        return new Keys(IdOf(current), all.DistinctBy(IdOf).ToDictionary(IdOf));
    }

    private sealed record Keys(string Current, IReadOnlyDictionary<string, byte[]> ById);
}
