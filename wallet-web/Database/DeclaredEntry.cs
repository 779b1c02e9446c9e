namespace SkillsPassport.Wallet.Database;

/// <summary>Something a worker says about the own life that nobody signed: sealed like everything else.</summary>
public sealed class DeclaredEntry
{
    public required Guid Id { get; init; }

    public required Guid WalletId { get; init; }

    public required byte[] Sealed { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }
}
