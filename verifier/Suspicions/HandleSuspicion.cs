using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Verifier.Database;

namespace SkillsPassport.Verifier.Suspicions;

/// <summary>Why an officer's act was not done.</summary>
public enum HandlingRefusal
{
    Unknown,
    ReasonMissing,
    NoteMissing,
    OutcomeMissing,
    ClosedMeanwhile,
}

/// <summary>What officers do with a case; every act and its entry in the trail are one transaction.</summary>
public sealed class HandleSuspicion(
    IDbContextFactory<VerifierDb> databases, SuspicionSeal seal, TimeProvider clock)
{
    private const int LongestNote = 4000;

    /// <summary>The case, its notes, and an entry for the first time this officer reads it.</summary>
    public async Task<(Suspicion? Case, IReadOnlyList<SuspicionNote> Notes)> ReadAsync(
        string number, string officer, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var notes = await db.SuspicionNotes.AsNoTracking().Where(one => one.Number == number)
            .OrderBy(one => one.At).ToListAsync(cancel);
        if (!await db.Suspicions.AnyAsync(one => one.Number == number, cancel))
        {
            return (null, []);
        }
        if (!await db.Audit.AnyAsync(one => one.Subject == number && one.Actor == officer
            && one.Act == "suspicion.read", cancel))
        {
            await DoAsync(db, new Act(officer, "suspicion.read", number), () => db.Suspicions
                .Where(one => one.Number == number && one.State == SuspicionState.Received)
                .ExecuteUpdateAsync(set => set.SetProperty(one => one.State, SuspicionState.Open), cancel), cancel);
        }
        return (await db.Suspicions.AsNoTracking().SingleOrDefaultAsync(one => one.Number == number, cancel), notes);
    }

    /// <summary>The photo, and an entry for each time it is taken out.</summary>
    public async Task<(byte[] Bytes, string Type)?> TakePhotoAsync(
        string number, string officer, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var one = await db.Suspicions.AsNoTracking().SingleOrDefaultAsync(one => one.Number == number, cancel);
        var photo = await db.SuspicionPhotos.AsNoTracking().SingleOrDefaultAsync(one => one.Number == number, cancel);
        if (one?.PhotoType is not { } type || photo is null)
        {
            return null;
        }
        await DoAsync(db, new Act(officer, "suspicion.photo", number), () => Task.FromResult(1), cancel);
        return (seal.OpenPhoto(photo), type);
    }

    public async Task<HandlingRefusal?> NoteAsync(
        string number, string officer, string? typed, CancellationToken cancel)
    {
        var text = (typed ?? "").ReplaceLineEndings("\n").Trim();
        if (text.Length == 0)
        {
            return HandlingRefusal.NoteMissing;
        }
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.Suspicions.AnyAsync(one => one.Number == number, cancel))
        {
            return HandlingRefusal.Unknown;
        }
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        await DoAsync(db, new Act(officer, "suspicion.noted", number), () =>
        {
            db.SuspicionNotes.Add(new()
            {
                Id = id, Number = number, At = clock.GetUtcNow(), Officer = officer,
                Sealed = seal.CloseNote(id, text[..Math.Min(text.Length, LongestNote)]),
            });
            return db.SaveChangesAsync(cancel);
        }, cancel);
        return null;
    }

    public async Task<HandlingRefusal?> CloseAsync(string number, string officer, SuspicionOutcome? outcome,
        string? typed, CancellationToken cancel)
    {
        if (outcome is null or SuspicionOutcome.None)
        {
            return HandlingRefusal.OutcomeMissing;
        }
        if (Reason.Clean(typed) is not { } reason)
        {
            return HandlingRefusal.ReasonMissing;
        }
        await using var db = await databases.CreateDbContextAsync(cancel);
        var now = clock.GetUtcNow();
        var closed = await DoAsync(db, new Act(officer, "suspicion.closed", number, reason, $"outcome={outcome}"),
            () => db.Suspicions.Where(one => one.Number == number && one.State != SuspicionState.Closed)
                .ExecuteUpdateAsync(set => set.SetProperty(one => one.State, SuspicionState.Closed)
                    .SetProperty(one => one.Outcome, outcome.Value).SetProperty(one => one.ClosedAt, now), cancel),
            cancel);
        return closed ? null : HandlingRefusal.ClosedMeanwhile;
    }

    /// <summary>Opens a closed case again, such as when the same look-alike comes back.</summary>
    public async Task<HandlingRefusal?> ReopenAsync(
        string number, string officer, string? typed, CancellationToken cancel)
    {
        if (Reason.Clean(typed) is not { } reason)
        {
            return HandlingRefusal.ReasonMissing;
        }
        await using var db = await databases.CreateDbContextAsync(cancel);
        var opened = await DoAsync(db, new Act(officer, "suspicion.reopened", number, reason),
            () => db.Suspicions.Where(one => one.Number == number && one.State == SuspicionState.Closed)
                .ExecuteUpdateAsync(set => set.SetProperty(one => one.State, SuspicionState.Open)
                    .SetProperty(one => one.Outcome, SuspicionOutcome.None)
                    .SetProperty(one => one.ClosedAt, (DateTimeOffset?)null), cancel), cancel);
        return opened ? null : HandlingRefusal.ClosedMeanwhile;
    }

    /// <returns>Whether anything was changed; an entry is written only then, or when the act only reads.</returns>
    private async Task<bool> DoAsync(VerifierDb db, Act act, Func<Task<int>> change, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var changed = await change();
        if (changed == 0 && act.What != "suspicion.read")
        {
            return false;
        }
        await AuditTrail.AppendAsync(db, clock.GetUtcNow(), [act], cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }
}
