using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Passkeys;
using SkillsPassport.Wallet.Receive;
using SkillsPassport.Wallet.Recruiters;
using SkillsPassport.Wallet.Share;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Account;

/// <summary>What the wallet holds beside certificates, shares and history: who opened a share, what still waits, and
/// which phones, passkeys, recoveries and warnings there are. Codes, tokens and keys are in none of it.</summary>
public sealed class ExportTraces(IDbContextFactory<WalletDb> databases, Devices devices)
{
    public async Task<object> RunAsync(CurrentWorker worker, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (id, vault) = (worker.Account.Id, worker.Vault);
        var openings = await db.ShareOpenings.AsNoTracking().Where(one => one.WalletId == id)
            .OrderBy(one => one.At).ToListAsync(cancellation);
        var waiting = await db.Intentions.AsNoTracking()
            .Where(one => one.WalletId == id && one.Step != IntentionStep.Received).ToListAsync(cancellation);
        var passkeys = await db.Passkeys.AsNoTracking().Where(one => one.WalletId == id).ToListAsync(cancellation);
        var recoveries = await db.Recoveries.AsNoTracking().Where(one => one.WalletId == id)
            .OrderBy(one => one.AskedAt).ToListAsync(cancellation);
        var warnings = await db.RecruiterWarnings.AsNoTracking().Where(one => one.WalletId == id)
            .OrderBy(one => one.ToldAt).ToListAsync(cancellation);
        return new
        {
            Openings = openings.Select(one => new
            {
                Share = one.ShareId,
                one.At,
                Country = one.Sealed is null ? null : vault.Open<string>(Whereabouts.Kind, one.Id, one.Sealed),
            }),
            Waiting = waiting.Select(one => vault.Open<OfferState>(OfferState.Kind, one.Id, one.Sealed))
                .Select(one => new { one.IssuerId, one.Wanted?.Number }),
            Phones = (await devices.ListAsync(worker, cancellation)).Select(one => new
            {
                one.Name, one.IsBorrowed, one.SignedIn, one.LastSeenAt,
            }),
            Passkeys = passkeys.Select(one => new
            {
                vault.Open<PasskeyContent>(PasskeyContent.Kind, one.Id, one.Sealed).Name,
                one.CreatedAt,
                one.LastUsedAt,
            }),
            Recoveries = recoveries.Select(one => new
            {
                Reason = one.Reason.ToString(), State = one.State.ToString(), one.AskedAt, one.OpensAt, one.SettledAt,
            }),
            Warnings = warnings.Select(one => new
            {
                vault.Open<WarningContent>(WarningContent.Kind, one.Id, one.Sealed).Recruiter, one.ToldAt, one.SeenAt,
            }),
        };
    }
}
