using Microsoft.AspNetCore.Identity;

namespace SkillsPassport.Wallet.Passkeys;

/// <summary>What is sealed of a passkey.</summary>
public sealed record PasskeyContent(
    string? Name, byte[] CredentialId, byte[] PublicKey, DateTimeOffset CreatedAt, uint SignCount, string[]? Transports,
    bool IsUserVerified, bool IsBackupEligible, bool IsBackedUp)
{
    public const string Kind = "passkey";

    public static PasskeyContent Of(UserPasskeyInfo info) => new(
        info.Name, info.CredentialId, info.PublicKey, info.CreatedAt, info.SignCount, info.Transports,
        info.IsUserVerified, info.IsBackupEligible, info.IsBackedUp);

    /// <summary>The attestation was looked at when the passkey was made and is not kept: it names the phone's
    /// maker.</summary>
    public UserPasskeyInfo ToInfo() => new(
        CredentialId, PublicKey, CreatedAt, SignCount, Transports, IsUserVerified, IsBackupEligible, IsBackedUp, [], [])
    {
        Name = Name,
    };
}
