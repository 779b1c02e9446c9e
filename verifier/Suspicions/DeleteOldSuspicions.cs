using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Verifier.Database;

namespace SkillsPassport.Verifier.Suspicions;

/// <summary>Deletes cases whose time is over, with photo and notes; the trail keeps the number and that it was
/// deleted.</summary>
public sealed partial class DeleteOldSuspicions(
    IDbContextFactory<VerifierDb> databases, IOptions<SuspicionOptions> options, TimeProvider clock,
    ILogger<DeleteOldSuspicions> log) : BackgroundService
{
    private const int AtOnce = 200;

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                while (await DeleteAsync(stopping) == AtOnce)
                {
                }
                await Task.Delay(TimeSpan.FromMinutes(options.Value.DeleteEveryMinutes), clock, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // The service stops.
            }
            catch (Exception fault)
            {
                Failed(fault);
                await Task.Delay(TimeSpan.FromMinutes(1), clock, CancellationToken.None);
            }
        }
    }

    /// <returns>How many cases were deleted.</returns>
    public async Task<int> DeleteAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (closedBefore, receivedBefore) =
            (now.AddDays(-options.Value.KeepDays), now.AddDays(-options.Value.KeepOpenDays));
        await using var db = await databases.CreateDbContextAsync(cancel);
        var numbers = await db.Suspicions.AsNoTracking()
            .Where(one => one.State == SuspicionState.Closed && one.ClosedAt < closedBefore
                || one.State != SuspicionState.Closed && one.ReceivedAt < receivedBefore)
            .OrderBy(one => one.ReceivedAt).Take(AtOnce).Select(one => one.Number).ToListAsync(cancel);
        if (numbers.Count == 0)
        {
            return 0;
        }
        await db.Database.OpenConnectionAsync(cancel);
        if (db.Database.IsSqlite())
        {
            // Overwrite what is deleted, instead of only forgetting where it was.
            await db.Database.ExecuteSqlRawAsync("PRAGMA secure_delete = ON;", cancel);
        }
        await using (var transaction = await db.Database.BeginTransactionAsync(cancel))
        {
            await db.SuspicionPhotos.Where(one => numbers.Contains(one.Number)).ExecuteDeleteAsync(cancel);
            await db.SuspicionNotes.Where(one => numbers.Contains(one.Number)).ExecuteDeleteAsync(cancel);
            // Two copies look at once: each entry is written by the one that deleted the case.
            var gone = new List<Act>();
            foreach (var number in numbers)
            {
                if (await db.Suspicions.Where(one => one.Number == number).ExecuteDeleteAsync(cancel) == 1)
                {
                    gone.Add(new Act(AuditTrail.System, "suspicion.deleted", number));
                }
            }
            if (gone.Count > 0)
            {
                await AuditTrail.AppendAsync(db, now, gone, cancel);
            }
            await transaction.CommitAsync(cancel);
        }
        if (db.Database.IsSqlite())
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE);", cancel);
        }
        return numbers.Count;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Deleting old cases failed.")]
    private partial void Failed(Exception fault);
}
