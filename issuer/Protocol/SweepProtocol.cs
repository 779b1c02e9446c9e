using Microsoft.EntityFrameworkCore;
using SkillsPassport.Issuer.Database;

namespace SkillsPassport.Issuer.Protocol;

/// <summary>Removes codes, tokens and nonces that are long over. Two copies may sweep together.</summary>
public sealed class SweepProtocol(IDbContextFactory<IssuerDb> databases, TimeProvider clock, ILogger<SweepProtocol> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>A dead token is remembered a while, so that late notifications are told apart from forged
    /// ones.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                await SweepAsync(stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    /// <summary>One sweep.</summary>
    public async Task SweepAsync(CancellationToken cancel)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            var now = clock.GetUtcNow();
            var old = now - Kept;
            await db.UsedNonces.Where(one => one.ExpiresAt <= now).ExecuteDeleteAsync(cancel);
            await db.OfferedCodes.Where(one => one.ExpiresAt <= old).ExecuteDeleteAsync(cancel);
            await db.RefreshGrants.Where(one => one.ExpiresAt <= now).ExecuteDeleteAsync(cancel);
            await db.AccessGrants.Where(one => one.ExpiresAt <= old).ExecuteDeleteAsync(cancel);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            log.LogWarning(broken, "Sweeping codes, tokens and nonces failed; the next sweep tries again.");
        }
    }
}
