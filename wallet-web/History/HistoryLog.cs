using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.History;

/// <summary>Writes the lines of a worker's history. There is no operation that changes or removes one, but for the
/// deletion of the whole passport.</summary>
public sealed class HistoryLog(TimeProvider clock, IHttpContextAccessor accessor)
{
    private const string Kind = "history";

    /// <param name="about">Whom or what it was about: a share's label, a certificate's title.</param>
    /// <param name="share">The share it was about.</param>
    /// <param name="certificate">The certificate it was about.</param>
    public HistoryEntry Entry(
        Vault vault, Guid walletId, HistoryKind kind, string? about = null, Guid? share = null,
        Guid? certificate = null)
    {
        // In a helped session every line names the helper.
        if (accessor.HttpContext?.User is { } user && Session.HelperOf(user) is { } helper)
        {
            about = about is null ? helper : $"{about} ({helper})";
        }

        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        return new HistoryEntry
        {
            Id = id,
            WalletId = walletId,
            At = now,
            Kind = kind,
            Sealed = about is null ? null : vault.Seal(Kind, id, about),
            ShareId = share,
            CertificateId = certificate,
        };
    }

    public static string? About(Vault vault, HistoryEntry entry) =>
        entry.Sealed is null ? null : vault.Open<string>(Kind, entry.Id, entry.Sealed);
}
