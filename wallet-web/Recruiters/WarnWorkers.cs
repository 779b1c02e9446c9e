using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Messages;
using SkillsPassport.Wallet.Share;

namespace SkillsPassport.Wallet.Recruiters;

/// <summary>Tells every worker who shared with a recruiter when that recruiter may no longer recruit: suspended,
/// cancelled, ended, or gone from the register. The warning, its line in the history and its message are one
/// transaction, and the database takes a warning once: a process that dies in the middle, or two at once, leave nobody
/// untold and nobody told twice.</summary>
public sealed class WarnWorkers(
    IDbContextFactory<WalletDb> databases, AskRegister register, RecruiterEvents events, Vaults vaults,
    HistoryLog history, QueueMessage messages, ILogger<WarnWorkers> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(10);

    /// <summary>Tells whoever has not been told yet.</summary>
    /// <returns>False when somebody could not be told, and it must be tried again.</returns>
    public async Task<bool> RunAsync(RecruiterRegister content, DateOnly day, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var shared = await db.Shares.Where(one => one.RecruiterIndex != null).Select(one => one.RecruiterIndex!)
            .Distinct().ToListAsync(cancellation);
        if (shared.Count == 0)
        {
            return true;
        }

        var known = content.Recruiters.ToDictionary(
            one => Convert.ToHexString(events.Index(one.Rl)), one => Licence.Of(one, day));
        var all = true;
        foreach (var index in shared)
        {
            var (word, since) = known.TryGetValue(Convert.ToHexString(index), out var licence)
                ? (licence.Word, licence.Since)
                : (LicenceWord.NotListed, null);
            // A licence that begins later is none that ended: whoever shared with it was told on the page.
            if (word is not (LicenceWord.Valid or LicenceWord.NotYetValid))
            {
                all &= await TellAllAsync(db, index, word, since, cancellation);
            }
        }

        return all;
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        (string, DateOnly)? done = null;
        while (!stopping.IsCancellationRequested)
        {
            var pause = Pause;
            try
            {
                if (register.Fresh is { } fresh && done != (fresh.Digest, register.Today))
                {
                    var now = (fresh.Digest, register.Today);
                    if (await RunAsync(fresh.Content, now.Today, stopping))
                    {
                        done = now;
                    }
                    else
                    {
                        pause = AfterTrouble;
                    }
                }
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                log.LogError(fault, "Workers could not be told of a recruiter; it is tried again.");
                pause = AfterTrouble;
            }

            await Task.Delay(pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TellAllAsync(
        WalletDb db, byte[] index, LicenceWord word, DateOnly? since, CancellationToken cancellation)
    {
        var happened = events.EventIndex(index, word, since);
        var untold = await db.Shares
            .Where(one => one.RecruiterIndex == index && !db.RecruiterWarnings.Any(
                told => told.WalletId == one.WalletId && told.EventIndex == happened))
            .Select(one => one.WalletId).Distinct().ToListAsync(cancellation);
        var all = true;
        foreach (var walletId in untold)
        {
            try
            {
                await TellAsync(walletId, index, word, since, cancellation);
            }
            catch (Exception fault) when (!cancellation.IsCancellationRequested)
            {
                // One passport that cannot be told now keeps no other waiting.
                log.LogError(fault, "A worker could not be told of a recruiter; it is tried again.");
                all = false;
            }
        }

        return all;
    }

    private async Task TellAsync(
        Guid walletId, byte[] index, LicenceWord word, DateOnly? since, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var wallet = await db.Wallets.AsNoTracking().SingleOrDefaultAsync(one => one.Id == walletId, cancellation);
        var share = await db.Shares.AsNoTracking()
            .Where(one => one.WalletId == walletId && one.RecruiterIndex == index)
            .OrderByDescending(one => one.CreatedAt).FirstOrDefaultAsync(cancellation);
        if (wallet is null || share is null)
        {
            return;
        }

        using var vault = vaults.Open(wallet);
        if (vault.Open<ShareContent>(ShareContent.Kind, share.Id, share.Sealed).Recruiter is not { } recruiter)
        {
            return;
        }

        db.RecruiterWarnings.Add(events.Warning(vault, walletId, index, new(recruiter, word, since)));
        db.History.Add(history.Entry(
            vault, walletId, HistoryKind.RecruiterWarned, $"{recruiter.Name("bn")} ({recruiter.Rl})",
            share.Id, aboutEn: $"{recruiter.Name("en")} ({recruiter.Rl})"));
        messages.Alarm(db, MessageKind.RecruiterWarned, wallet);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException clash) when (UniqueViolation.Is(clash))
        {
            // Another copy of this service told this worker a moment ago.
        }
    }
}
