using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.Receive;

/// <summary>Goes on with receptions that only wait for an issuer or the network: the lease of the intention decides
/// which copy of the service does, so that each certificate is fetched once.</summary>
public sealed class FetchLater(
    IDbContextFactory<WalletDb> databases, RedeemOffer redeem, Vaults vaults, TimeProvider clock,
    ILogger<FetchLater> log) : BackgroundService
{
    private const int AtATime = 40;

    /// <summary>So many at once: an issuer that stalls holds up few others.</summary>
    private const int AtOnce = 8;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFault = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        var running = new Dictionary<Guid, Task>();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                foreach (var (id, walletId) in await DueAsync(stopping))
                {
                    if (running.Count < AtOnce && !running.ContainsKey(id))
                    {
                        running[id] = FetchAsync(walletId, id, stopping);
                    }
                }
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                log.LogError(fault, "Waiting certificates could not be looked for; they are kept and tried again.");
            }

            // As soon as one is done the next may begin; whoever is slow keeps only its own place.
            var pause = Task.Delay(Pause, stopping);
            await (running.Count == AtOnce ? Task.WhenAny([pause, .. running.Values]) : pause)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var id in running.Where(one => one.Value.IsCompleted).Select(one => one.Key).ToList())
            {
                running.Remove(id);
            }
        }

        await Task.WhenAll(running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>What is due now and has nobody working on it.</summary>
    private async Task<IReadOnlyList<(Guid Id, Guid WalletId)>> DueAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return (await db.Intentions.AsNoTracking()
                .Where(one => one.NextTryAt <= now && one.BusyUntil < now)
                .OrderBy(one => one.NextTryAt).Take(AtATime)
                .Select(one => new { one.Id, one.WalletId }).ToListAsync(cancellation))
            .ConvertAll(one => (one.Id, one.WalletId));
    }

    private async Task FetchAsync(Guid walletId, Guid id, CancellationToken cancellation)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancellation);
            var account = await db.Wallets.AsNoTracking()
                .SingleOrDefaultAsync(one => one.Id == walletId, cancellation);
            if (account is null)
            {
                return;
            }

            using var vault = vaults.Open(account);
            await redeem.RunAsync(new Holder(walletId, vault), id, null, cancellation);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            log.LogError(fault, "A waiting certificate could not be fetched; it is tried again.");
            var later = clock.GetUtcNow() + AfterFault;
            await using var db = await databases.CreateDbContextAsync(cancellation);
            await db.Intentions.Where(one => one.Id == id && one.NextTryAt != null).ExecuteUpdateAsync(
                set => set.SetProperty(one => one.NextTryAt, later), cancellation);
        }
    }
}
