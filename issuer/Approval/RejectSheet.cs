using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Issuer.Database;

namespace SkillsPassport.Issuer.Approval;

/// <summary>
/// Sends a sheet back before anything is issued, with a reason. The uploader may withdraw in the same way.
/// </summary>
public sealed class RejectSheet(IDbContextFactory<IssuerDb> databases, TimeProvider clock)
{
    public async Task<Refusal?> RejectAsync(string sheetId, string? reason, string officer, CancellationToken cancel)
    {
        if (Reason.Clean(reason) is not { } why)
        {
            return Refusal.ReasonMissing;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var sheet = await LockedSheet.FindAsync(db, sheetId, cancel);
        if (sheet is null)
        {
            return Refusal.NotFound;
        }

        if (sheet.State != SheetState.Submitted)
        {
            return Refusal.SheetNotOpen;
        }

        sheet.State = SheetState.Rejected;
        sheet.ClosedBy = officer;
        sheet.ClosedReason = why;
        sheet.LiveDigest = null;
        await db.SaveChangesAsync(cancel);
        // The people of a rejected sheet may be entered again.
        await db.Rows.Where(row => row.SheetId == sheetId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Claim, (byte[]?)null), cancel);
        await AuditTrail.AppendAsync(db, clock.GetUtcNow(),
            [new Act(officer, officer == sheet.UploadedBy ? "sheet.withdrawn" : "sheet.rejected", sheetId, why)],
            cancel);
        await transaction.CommitAsync(cancel);
        return null;
    }
}
