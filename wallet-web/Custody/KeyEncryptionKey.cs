namespace SkillsPassport.Wallet.Custody;

/// <summary>The key outside the database that wraps every wallet's data key. The seam for a PKCS#11 token or a key
/// management service: implement these three members and register the class instead of
/// <see cref="FileKeyEncryptionKey"/>.</summary>
public interface IKeyEncryptionKey
{
    /// <summary>Names the key, so that wallets wrapped by an older one can still be opened after a rotation.</summary>
    string Id { get; }

    byte[] Wrap(Guid walletId, ReadOnlySpan<byte> dataKey);

    byte[] Unwrap(Guid walletId, string wrappedBy, ReadOnlySpan<byte> wrapped);
}
