namespace SkillsPassport.Wallet.Database;

/// <summary>A passkey of a worker's phone: it opens the passport besides number and PIN, never instead of
/// them.</summary>
public sealed class Passkey
{
    public required Guid Id { get; init; }

    public required Guid WalletId { get; init; }

    /// <summary>Keyed index of the credential's id.</summary>
    public required byte[] CredentialIndex { get; init; }

    /// <summary>Credential id, public key, counter and name: sealed with the wallet's data key.</summary>
    public required byte[] Sealed { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }
}
