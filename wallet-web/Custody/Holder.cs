namespace SkillsPassport.Wallet.Custody;

/// <summary>Whose passport is worked on, with its vault open: in a worker's own request, or later by the service
/// itself.</summary>
public sealed record Holder(Guid WalletId, Vault Vault);
