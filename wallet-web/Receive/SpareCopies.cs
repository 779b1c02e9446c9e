using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Passport;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Receive;

/// <summary>Copies of certificates that were shown to nobody yet. Each is shown in one share; when none is left, the
/// copy that stays in the passport is shown, until fresh ones are here.</summary>
public sealed class SpareCopies(IDbContextFactory<WalletDb> databases, TimeProvider clock)
{
    /// <summary>Forgets the copies there are of a certificate and adds these; the caller saves those.</summary>
    public static async Task ReplaceAsync(
        WalletDb db, Vault vault, HeldCertificate held, IReadOnlyList<CredentialCopy> spare,
        CancellationToken cancellation)
    {
        // At once: should the rest not be saved, fewer copies are left, and no certificate is lost.
        await db.SpareCopies.Where(one => one.CertificateId == held.Id).ExecuteDeleteAsync(cancellation);
        foreach (var copy in spare)
        {
            var id = Guid.NewGuid();
            db.SpareCopies.Add(new SpareCopy
            {
                Id = id,
                WalletId = held.WalletId,
                CertificateId = held.Id,
                Sealed = vault.Seal(CredentialCopy.Kind, id, copy),
            });
        }
    }

    /// <summary>For each of these certificates the copy to show, in their order. A spare one is gone from the passport
    /// with that, also when two phones ask at once; the last one taken asks for more, where the issuer gives
    /// them.</summary>
    public async Task<IReadOnlyList<CredentialCopy>> TakeAsync(
        CurrentWorker worker, IReadOnlyList<CertificateView> certificates, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var ids = certificates.Select(one => one.Id).ToList();
        var spare = (await db.SpareCopies.AsNoTracking()
            .Where(one => one.WalletId == worker.Account.Id && ids.Contains(one.CertificateId))
            .OrderBy(one => one.Id).ToListAsync(cancellation)).ToLookup(one => one.CertificateId);
        var taken = new List<CredentialCopy>();
        foreach (var certificate in certificates)
        {
            var copy = await TakeOneAsync(db, spare[certificate.Id], cancellation);
            taken.Add(copy is null
                ? new CredentialCopy(certificate.Content.SdJwt, certificate.Content.HolderKey)
                : worker.Vault.Open<CredentialCopy>(CredentialCopy.Kind, copy.Id, copy.Sealed));
            if (copy is not null && spare[certificate.Id].Last() == copy && certificate.Content.Renewal is not null)
            {
                var now = clock.GetUtcNow();
                await db.Certificates
                    .Where(one => one.Id == certificate.Id && (one.RenewAt == null || one.RenewAt > now))
                    .ExecuteUpdateAsync(set => set.SetProperty(one => one.RenewAt, now), cancellation);
            }
        }

        return taken;
    }

    private static async Task<SpareCopy?> TakeOneAsync(
        WalletDb db, IEnumerable<SpareCopy> spare, CancellationToken cancellation)
    {
        foreach (var copy in spare)
        {
            if (await db.SpareCopies.Where(one => one.Id == copy.Id).ExecuteDeleteAsync(cancellation) == 1)
            {
                return copy;
            }
        }

        return null;
    }
}
