using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Issuer.Database;

namespace SkillsPassport.Issuer.Issuing;

/// <summary>
/// Signs numbered awards, some at a time: Prepare, Sign, store the copy, make the award valid, write the trail, all in
/// one transaction. A killed process leaves the awards as intended; whoever comes next signs them again, and no
/// signature that was lost has ever left the house. A stopped sheet's awards stay intended: their numbers are used up,
/// and nothing under them was ever signed.
/// </summary>
public sealed class SignAwards(IDbContextFactory<IssuerDb> databases, IssuerKeys keys, IOptions<IssuerOptions> options,
    TimeProvider clock)
{
    private const int AtOnce = 500;

    private static readonly string[] CopyColumns =
        "status_list status_index serial_no form signed_at bytes holder_key".Split(' ');

    /// <summary>Signs the next awards. False when there was nothing to do.</summary>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var serials = await ClaimRows.RunAsync(db, """
            SELECT serial_no AS "Value" FROM awards WHERE state = 'Intended'
            AND sheet_id IN (SELECT id FROM result_sheets WHERE state = 'Approved') ORDER BY sheet_id, line LIMIT {0}
            """, AtOnce, cancel);
        if (serials.Count == 0)
        {
            return false;
        }

        var awards = await db.Awards.AsNoTracking().Where(one => serials.Contains(one.SerialNo))
            .OrderBy(one => one.SheetId).ThenBy(one => one.Line).ToListAsync(cancel);
        var now = clock.GetUtcNow();
        var acts = new List<Act>();
        var overtaken = new List<IssuedAward>();
        foreach (var award in awards.Where(award => award.Replaces is not null))
        {
            if (await ReplaceAsync(db, award, now, cancel) is { } replaced)
            {
                acts.Add(replaced);
            }
            else
            {
                overtaken.Add(award);
            }
        }

        // Behind all of those, because the trail is locked from here on and an officer who revokes needs it too.
        foreach (var award in overtaken)
        {
            await StopSheet.RunAsync(db, award.SheetId, StopSheet.ReplacedAwardNotValid, now, cancel);
            awards.Remove(award);
            serials.Remove(award.SerialNo);
        }

        var signer = new CredentialSigner(keys.Signer);
        await BulkInsert.RunAsync(db, "signed_copies", CopyColumns,
            [.. awards.Select(award => Sign(signer, award, now))], cancel);
        await db.Awards.Where(one => serials.Contains(one.SerialNo)).ExecuteUpdateAsync(set => set
            .SetProperty(one => one.State, AwardState.Valid).SetProperty(one => one.IssuedAt, now), cancel);
        acts.InsertRange(0, awards.Select(award => new Act(AuditTrail.System, "award.issued", award.SerialNo,
            Detail: $"sheet={award.SheetId} sha256={award.SheetDigest}")));
        await AuditTrail.AppendAsync(db, now, acts, cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>Closes sheets whose awards are all signed. False when there was none.</summary>
    public async Task<bool> FinishAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var done = await db.Sheets.AsNoTracking()
            .Where(sheet => sheet.State == SheetState.Approved && sheet.NumberedTo == ResultSheet.AllNumbered
                && !db.Awards.Any(award => award.SheetId == sheet.Id && award.State == AwardState.Intended))
            .Select(sheet => new { sheet.Id, sheet.Certificates, sheet.Statements }).ToListAsync(cancel);
        foreach (var sheet in done)
        {
            var now = clock.GetUtcNow();
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            var closed = await db.Sheets.Where(one => one.Id == sheet.Id && one.State == SheetState.Approved)
                .ExecuteUpdateAsync(set => set.SetProperty(one => one.State, SheetState.Issued)
                    .SetProperty(one => one.IssuedAt, now), cancel);
            if (closed == 1)
            {
                await AuditTrail.AppendAsync(db, now, [new Act(AuditTrail.System, "sheet.issued", sheet.Id,
                    Detail: $"certificates={sheet.Certificates} statements={sheet.Statements}")], cancel);
                await transaction.CommitAsync(cancel);
            }
        }

        return done.Count > 0;
    }

    private object?[] Sign(CredentialSigner signer, IssuedAward award, DateTimeOffset now)
    {
        var prepared = Issuance.PreparePaper(award.ToAward(), PaperCopies.Target(options.Value, award, now)) switch
        {
            PrepareResult.Prepared { Credential: PreparedPaper paper } => paper,
            _ => throw new InvalidOperationException($"{award.SerialNo} was linted before and is refused now."),
        };
        return
        [
            award.PaperList, award.PaperIndex, award.SerialNo, nameof(CopyForm.Paper), now.UtcTicks,
                signer.Sign(prepared), null,
        ];
    }

    /// <summary>
    /// The corrected award takes over: the old one is marked replaced, linked, and its copies' lists change. Null when
    /// it is not valid: one statement looks and marks, so an officer who revokes or suspends at the same moment is
    /// never overruled.
    /// </summary>
    private static async Task<Act?> ReplaceAsync(IssuerDb db, IssuedAward award, DateTimeOffset now,
        CancellationToken cancel)
    {
        var old = award.Replaces!;
        var replaced = await db.Awards.Where(one => one.SerialNo == old
            && one.State == AwardState.Valid).ExecuteUpdateAsync(set => set
            .SetProperty(one => one.State, AwardState.Replaced).SetProperty(one => one.ReplacedBy, award.SerialNo)
            .SetProperty(one => one.StateChangedAt, now), cancel);
        if (replaced == 0)
        {
            return null;
        }

        await FreePerson.RunAsync(db, old, cancel);
        await StatusChange.MarkAsync(db, old, cancel);
        return new Act(AuditTrail.System, "award.replaced", old, Detail: $"by={award.SerialNo}");
    }
}
