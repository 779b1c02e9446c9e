using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Passport;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Recovery;

/// <summary>Passports and certificates from before there were counters get the indexes by which a counter finds them:
/// once, in the background, in small steps that two copies may take at the same time.</summary>
public sealed class IndexOlderRows(
    IDbContextFactory<WalletDb> databases, Vaults vaults, FieldCipher cipher, BlindIndex blindIndex,
    ILogger<IndexOlderRows> log) : BackgroundService
{
    private const int AtATime = 200;

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        try
        {
            await IndexNumbersAsync(stopping);
            await IndexCertificatesAsync(stopping);
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            log.LogError(fault, "Older passports could not be indexed; the next start tries again.");
        }
    }

    private async Task IndexNumbersAsync(CancellationToken stopping)
    {
        var after = Guid.Empty;
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(stopping);
            var wallets = await db.Wallets.AsNoTracking().Where(one => one.PhoneIndex == null && one.Id > after)
                .OrderBy(one => one.Id).Take(AtATime).ToListAsync(stopping);
            if (wallets.Count == 0)
            {
                return;
            }

            foreach (var wallet in wallets)
            {
                var index = PhoneNumber.Index(blindIndex, cipher.Unprotect("wallet-phone", wallet.SealedPhone));
                await db.Wallets.Where(one => one.Id == wallet.Id && one.PhoneIndex == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(one => one.PhoneIndex, index), stopping);
            }

            after = wallets[^1].Id;
        }
    }

    private async Task IndexCertificatesAsync(CancellationToken stopping)
    {
        var after = Guid.Empty;
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(stopping);
            var rows = await (
                from held in db.Certificates.AsNoTracking()
                join wallet in db.Wallets.AsNoTracking() on held.WalletId equals wallet.Id
                where held.SerialIndex == null && held.Id > after
                orderby held.Id
                select new { Held = held, Wallet = wallet }).Take(AtATime).ToListAsync(stopping);
            if (rows.Count == 0)
            {
                return;
            }

            foreach (var row in rows)
            {
                await IndexAsync(db, row.Wallet, row.Held, stopping);
            }

            after = rows[^1].Held.Id;
        }
    }

    private async Task IndexAsync(
        WalletDb db, WalletAccount wallet, HeldCertificate held, CancellationToken stopping)
    {
        using var vault = vaults.Open(wallet);
        var content = vault.Open<CertificateContent>(CertificateContent.Kind, held.Id, held.Sealed);
        if (ClaimText.Of(SdJwtPresentation.Parse(content.SdJwt).Process(), "serial_no") is { Length: > 0 } serial)
        {
            var index = FindOwner.SerialIndex(blindIndex, serial);
            await db.Certificates.Where(one => one.Id == held.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(one => one.SerialIndex, index), stopping);
        }
    }
}
