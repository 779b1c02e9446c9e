namespace SkillsPassport.Wallet.Database;

/// <summary>One worker's passport. Everything personal in it is sealed with its own data key.</summary>
public sealed class WalletAccount
{
    public required Guid Id { get; init; }

    /// <summary>Keyed index of phone number and PIN together: one number may hold several passports (phones are
    /// shared), and nobody can find out whether a number has one.</summary>
    public required byte[] SignInIndex { get; set; }

    /// <summary>Keyed index of the phone number alone, for recovery at a counter; null in a passport that was made
    /// before there was one, until it is next opened.</summary>
    public byte[]? PhoneIndex { get; set; }

    /// <summary>The phone number, encrypted by the service's field cipher.</summary>
    public required byte[] SealedPhone { get; set; }

    /// <summary>A request for recovery that is open; pages tell the owner.</summary>
    public Guid? RecoveryId { get; set; }

    /// <summary>The wallet's data key, wrapped by the key-encryption key named in <see cref="WrappedBy"/>.</summary>
    public required byte[] WrappedKey { get; set; }

    public required string WrappedBy { get; set; }

    /// <summary>Goes up when the PIN changes: older sessions end.</summary>
    public int Stamp { get; set; }

    public required int ConsentVersion { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
