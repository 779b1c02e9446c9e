using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Hosting.Officers;

namespace SkillsPassport.Hosting.Audit;

/// <summary>What reading the whole trail found.</summary>
/// <param name="Entries">How many entries were read.</param>
/// <param name="Head">Hash of the last one.</param>
/// <param name="BrokenAt">Sequence number of the first entry that does not fit; null when intact.</param>
public sealed record AuditVerdict(long Entries, string Head, long? BrokenAt)
{
    public bool IsIntact => BrokenAt is null;
}

/// <summary>Reads the trail from its first entry and computes every hash again.</summary>
public sealed class VerifyAudit(OfficersDatabase databases)
{
    /// <summary>As typed.</summary>
    public const string Command = "verify-audit";

    public async Task<AuditVerdict> VerifyAsync(CancellationToken cancel)
    {
        await using var db = await databases.OpenAsync(cancel);
        // One snapshot for head and entries: officers go on working meanwhile.
        await using var transaction = await db.Database.BeginTransactionAsync(
            db.Database.IsNpgsql() ? System.Data.IsolationLevel.RepeatableRead
            : System.Data.IsolationLevel.Serializable, cancel);
        var head = await db.AuditHead.AsNoTracking().SingleAsync(cancel);
        var (sequence, previous) = (0L, "");
        await foreach (var entry in db.Audit.AsNoTracking().OrderBy(one => one.Sequence).AsAsyncEnumerable()
            .WithCancellation(cancel))
        {
            sequence++;
            var hash = AuditTrail.Hash(sequence, entry.At, entry.Actor, entry.Act, entry.Subject, entry.Reason,
                entry.Detail, previous);
            if (entry.Sequence != sequence || entry.Previous != previous || entry.Hash != hash)
            {
                return new AuditVerdict(sequence, previous, sequence);
            }

            previous = hash;
        }

        // Entries cut off at the end leave a head that nothing leads to.
        var whole = head.Sequence == sequence && head.Hash == previous;
        return new AuditVerdict(sequence, previous, whole ? null : sequence + 1);
    }

    /// <summary>The <c>verify-audit</c> command. Exit code 0 when intact, 2 when broken.</summary>
    public static async Task<int> RunAsync(WebApplication app)
    {
        await app.Services.GetRequiredService<OfficersDatabase>().MigrateAsync();
        var verdict = await app.Services.GetRequiredService<VerifyAudit>().VerifyAsync(default);
        Console.WriteLine(verdict.IsIntact
            ? $"The trail is intact: {verdict.Entries} entries, head {verdict.Head}."
            : $"The trail is broken at entry {verdict.BrokenAt}.");
        return verdict.IsIntact ? 0 : 2;
    }
}
