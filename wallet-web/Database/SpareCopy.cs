namespace SkillsPassport.Wallet.Database;

/// <summary>One more copy of a certificate, shown to nobody yet: of its own signature and bound to a key of its own, so
/// that two recruiters who compare what they got find neither in common.</summary>
public sealed class SpareCopy
{
    public required Guid Id { get; init; }

    public required Guid WalletId { get; init; }

    public required Guid CertificateId { get; init; }

    public required byte[] Sealed { get; init; }
}
