using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Sheets;

namespace SkillsPassport.Issuer.Offers;

/// <summary>
/// Makes the standing offer of a claim slip and queues its PIN for the worker's phone. A new slip for the same
/// certificate kills the one before; the slip never holds the PIN.
/// </summary>
public sealed class MakeOffer(IDbContextFactory<IssuerDb> databases, OfferSecrets secrets, SealedSheets sheets,
    ICounters counters, TimeProvider clock)
{
    /// <summary>How long a claim slip can be used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    /// <summary>Kind of the outbox message that carries a PIN.</summary>
    public const string PinMessage = "claim-pin";

    private const int AtOnce = 200;

    /// <summary>How many valid awards of a sheet have no offer that lives.</summary>
    public async Task<int> CountMissingAsync(string sheetId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Missing(db, sheetId).CountAsync(cancel);
    }

    /// <summary>Makes offers for those awards of a sheet that have none that lives; finds the others as they
    /// are.</summary>
    public async Task EnsureForSheetAsync(string sheetId, string officer, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var serials = await Missing(db, sheetId).OrderBy(one => one.Line).Select(one => one.SerialNo)
            .ToListAsync(cancel);
        foreach (var some in serials.Chunk(AtOnce))
        {
            await MakeAsync(some, officer, null, cancel);
        }
    }

    /// <summary>Makes the first slip of a certificate, or finds the one that lives.</summary>
    public async Task<Refusal?> EnsureAsync(string serial, string officer, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var lives = await db.Awards.AnyAsync(one => one.SerialNo == serial, cancel)
            && !await WithoutOffer(db, clock.GetUtcNow()).AnyAsync(one => one.SerialNo == serial, cancel);
        return lives ? null : await MakeAsync([serial], officer, null, cancel);
    }

    /// <summary>A new slip and PIN; the old ones are dead.</summary>
    public Task<Refusal?> ReissueAsync(string serial, string officer, string? reason, CancellationToken cancel) =>
        Reason.Clean(reason) is { } why ? MakeAsync([serial], officer, why, cancel)
            : Task.FromResult<Refusal?>(Refusal.ReasonMissing);

    private IQueryable<IssuedAward> Missing(IssuerDb db, string sheetId) => WithoutOffer(db, clock.GetUtcNow())
        .Where(one => one.SheetId == sheetId && one.State == AwardState.Valid);

    private static IQueryable<IssuedAward> WithoutOffer(IssuerDb db, DateTimeOffset now) =>
        db.Awards.AsNoTracking().Where(award => !db.Offers.Any(offer => offer.SerialNo == award.SerialNo
            && offer.State == OfferState.Open && offer.ExpiresAt > now));

    /// <param name="reason">Null for slips that are missing; who has one keeps it.</param>
    private async Task<Refusal?> MakeAsync(string[] serials, string officer, string? reason, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await LockAsync(db, serials, cancel);
        var now = clock.GetUtcNow();
        if (reason is null)
        {
            // Of two officers who press the button together, one makes the slips and both print them.
            var known = await db.Awards.CountAsync(one => serials.Contains(one.SerialNo), cancel);
            if (known < serials.Length)
            {
                return Refusal.NotFound;
            }

            serials = await WithoutOffer(db, now).Where(one => serials.Contains(one.SerialNo))
                .OrderBy(one => one.Line).Select(one => one.SerialNo).ToArrayAsync(cancel);
            if (serials.Length == 0)
            {
                return null;
            }
        }

        await db.Offers.Where(one => serials.Contains(one.SerialNo) && one.State == OfferState.Open)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.State, OfferState.Replaced), cancel);
        var awards = await (
            from award in db.Awards.AsNoTracking()
            join row in db.Rows.AsNoTracking() on new { award.SheetId, award.Line } equals new { row.SheetId, row.Line }
            where serials.Contains(award.SerialNo) && award.State == AwardState.Valid
            select new { award.SerialNo, Row = row }).ToListAsync(cancel);
        if (awards.Count < serials.Length)
        {
            var known = await db.Awards.CountAsync(one => serials.Contains(one.SerialNo), cancel);
            return known < serials.Length ? Refusal.NotFound : Refusal.StateForbids;
        }

        foreach (var award in awards)
        {
            Add(db, award.SerialNo, sheets.OpenMobile(award.Row), now);
        }

        await db.SaveChangesAsync(cancel);
        await AuditTrail.AppendAsync(db, now, [.. awards.Select(award => new Act(officer,
            reason is null ? "claim_slip.made" : "claim_slip.reissued", award.SerialNo, reason ?? ""))], cancel);
        await transaction.CommitAsync(cancel);
        foreach (var serial in reason is null ? [] : serials)
        {
            await FindOffer.ForgetTriesAsync(counters, serial, cancel);
        }

        return null;
    }

    private static async Task LockAsync(IssuerDb db, string[] serials, CancellationToken cancel)
    {
        if (db.Database.IsNpgsql())
        {
            // SQLite's write transaction already keeps every other writer out.
            await db.Database.ExecuteSqlAsync(
                $"SELECT 1 FROM awards WHERE serial_no = ANY({serials}) ORDER BY serial_no FOR UPDATE", cancel);
        }
    }

    private void Add(IssuerDb db, string serial, string phone, DateTimeOffset now)
    {
        var secret = OfferSecrets.New(16);
        var pin = OfferSecrets.NewPin();
        var id = OfferSecrets.Hash(secret);
        db.Offers.Add(new Offer
        {
            Id = id,
            SerialNo = serial,
            Secret = secrets.Hide(secret),
            PinHash = secrets.HashPin(id, pin),
            MadeAt = now,
            ExpiresAt = now + Lifetime,
            State = OfferState.Open,
            WrongPins = 0,
            Redemptions = 0,
        });
        var message = OfferSecrets.New(16);
        db.Outbox.Add(new OutboxMessage
        {
            Id = message,
            Kind = PinMessage,
            SerialNo = serial,
            Recipient = secrets.HideRecipient(message, phone),
            Body = secrets.HideMessage(message, ClaimMessage.Text(serial, pin)),
            QueuedAt = now,
        });
    }
}
