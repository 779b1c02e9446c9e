using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Passport;
using SkillsPassport.Wallet.Recovery;

namespace SkillsPassport.Wallet.Receive;

/// <summary>Puts a checked credential into the passport; what is received of the same award again takes the
/// place of what was there. The caller saves, together with the intention's next step: both or neither.</summary>
public sealed class KeepCertificate(BlindIndex blindIndex, HistoryLog history, TimeProvider clock)
{
    public async Task<Guid> RunAsync(
        WalletDb db, Vault vault, Guid walletId, CheckedCredential credential, CertificateContent content,
        IReadOnlyList<CredentialCopy> spare, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var held = await FindAsync(db, walletId, credential, content.SdJwt, cancellation);
        if (held is null)
        {
            held = new HeldCertificate
            {
                Id = Guid.CreateVersion7(now),
                WalletId = walletId,
                AwardIndex = IndexOf(walletId, credential, content.SdJwt),
                Sealed = [],
                ReceivedAt = now,
            };
            db.Certificates.Add(held);
        }

        held.Sealed = vault.Seal(CertificateContent.Kind, held.Id, content);
        await SpareCopies.ReplaceAsync(db, vault, held, spare, cancellation);
        held.SerialIndex = ClaimText.Of(credential.Credential.Claims, "serial_no") is { Length: > 0 } serial
            ? FindOwner.SerialIndex(blindIndex, serial)
            : null;
        held.Marking = credential.Marking;
        held.MarkedAt = now;
        held.Status = HeldStatus.Unknown;
        held.StatusAsOf = null;
        held.ReceivedAt = now;
        held.RenewAt = RenewCopies.DueAt(credential.Credential, content.Renewal, now);
        var claims = credential.Credential.Claims;
        db.History.Add(history.Entry(
            vault, walletId, HistoryKind.CertificateReceived, CertificateView.Title(claims, content, "bn"),
            certificate: held.Id, aboutEn: CertificateView.Title(claims, content, "en")));
        return held.Id;
    }

    /// <returns>What the passport holds of the same award.</returns>
    public async Task<HeldCertificate?> FindAsync(
        WalletDb db, Guid walletId, CheckedCredential credential, string sdJwt, CancellationToken cancellation)
    {
        var index = IndexOf(walletId, credential, sdJwt);
        return await db.Certificates
            .SingleOrDefaultAsync(one => one.WalletId == walletId && one.AwardIndex == index, cancellation);
    }

    private byte[] IndexOf(Guid walletId, CheckedCredential credential, string sdJwt) =>
        blindIndex.Compute("wallet-award", $"{walletId:N}|{AwardOf(credential, sdJwt)}");

    /// <summary>The same award is recognised by its serial number, but only among credentials that an accredited issuer
    /// signed: nobody else may push a genuine certificate out of the passport.</summary>
    private static string AwardOf(CheckedCredential credential, string sdJwt)
    {
        var serial = ClaimText.Of(credential.Credential.Claims, "serial_no");
        return credential.Marking == Marking.Accredited && serial is not null
            ? $"award|{credential.Credential.Issuer}|{credential.Credential.Vct}|{serial}"
            : $"bytes|{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sdJwt)))}";
    }
}
