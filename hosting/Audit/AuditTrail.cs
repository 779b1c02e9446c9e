using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Database;

namespace SkillsPassport.Hosting.Audit;

/// <summary>One act to be written into the trail.</summary>
/// <remarks>Reason is in the officer's words. Detail holds digests and counts, never a name or identity
/// number.</remarks>
public sealed record Act(string Actor, string What, string Subject, string Reason = "", string Detail = "");

/// <summary>
/// The append-only trail. Each entry's hash covers the entry and the hash before it, so that nothing can be changed,
/// left out or put in between without breaking the chain. Appending happens inside the caller's transaction: an act
/// without its entry does not exist.
/// </summary>
public static class AuditTrail
{
    public const string System = "system";

    /// <summary>
    /// Appends inside the transaction that does the act. The head row is locked first, so that entries never cross.
    /// </summary>
    public static async Task AppendAsync(DbContext db, DateTimeOffset now, IReadOnlyList<Act> acts,
        CancellationToken cancel)
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("The trail is written in the transaction of the act.");
        }

        var count = (long)acts.Count;
        var head = (await db.Database.SqlQuery<Head>($"""
            UPDATE audit_head SET sequence = sequence + {count} WHERE id = 1
            RETURNING sequence AS "Sequence", hash AS "Hash"
            """).ToListAsync(cancel)).Single();
        var (sequence, previous) = (head.Sequence - count, head.Hash);
        var rows = new List<object?[]>(acts.Count);
        foreach (var act in acts)
        {
            sequence++;
            var hash = Hash(sequence, now, act.Actor, act.What, act.Subject, act.Reason, act.Detail, previous);
            rows.Add([sequence, now.UtcTicks, act.Actor, act.What, act.Subject, act.Reason, act.Detail, previous,
                hash]);
            previous = hash;
        }

        await BulkInsert.RunAsync(db, "audit_entries",
            ["sequence", "at", "actor", "act", "subject", "reason", "detail", "previous", "hash"], rows, cancel);
        await db.Database.ExecuteSqlAsync($"UPDATE audit_head SET hash = {previous} WHERE id = 1", cancel);
    }

    /// <summary>
    /// SHA-256 over all members, each behind its length so that text cannot move from one to the next.
    /// </summary>
    public static string Hash(long sequence, DateTimeOffset at, string actor, string what, string subject,
        string reason,
        string detail, string previous)
    {
        var text = new StringBuilder();
        foreach (var member in new[]
        {
            "skillspassport/audit/1", sequence.ToString(CultureInfo.InvariantCulture),
            at.UtcTicks.ToString(CultureInfo.InvariantCulture), actor, what, subject, reason, detail, previous,
        })
        {
            text.Append(CultureInfo.InvariantCulture, $"{member.Length}:").Append(member);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private sealed record Head(long Sequence, string Hash);
}
