using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;
using SkillsPassport.Issuer.Sheets;

namespace SkillsPassport.Issuer.Approval;

/// <summary>
/// An officer approves exactly the digest that was on the screen. Two officers, neither of them the uploader: checked
/// here
/// with the sheet's row locked, and once more by the table's own constraints.
/// </summary>
public sealed class ApproveSheet(IDbContextFactory<IssuerDb> databases, SealedSheets seals, IssuingSignal signal,
    TimeProvider clock)
{
    /// <summary>Null when done; the last approval that is needed starts the issuing.</summary>
    public async Task<Refusal?> ApproveAsync(string sheetId, string digest, string officer, CancellationToken cancel)
    {
        try
        {
            var refusal = await TryAsync(sheetId, digest, officer, cancel);
            signal.Wake();
            return refusal;
        }
        catch (Exception clash) when (UniqueViolation.Is(clash))
        {
            return Refusal.AlreadyApprovedByYou;
        }
    }

    private async Task<Refusal?> TryAsync(string sheetId, string digest, string officer, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var sheet = await LockedSheet.FindAsync(db, sheetId, cancel);
        if (sheet is null)
        {
            return Refusal.NotFound;
        }

        var approvals = await db.Approvals.AsNoTracking().Where(one => one.SheetId == sheetId).ToListAsync(cancel);
        if (WhyNot(sheet, approvals, digest, officer) is { } refusal)
        {
            return refusal;
        }

        var now = clock.GetUtcNow();
        var ordinal = approvals.Count + 1;
        db.Approvals.Add(new SheetApproval
        {
            SheetId = sheetId, Officer = officer, Ordinal = ordinal, Uploader = sheet.UploadedBy, Digest = digest,
                At = now,
            Seal = seals.ApprovalSeal(sheetId, officer, ordinal, digest, now),
        });
        if (ordinal >= sheet.ApprovalsNeeded)
        {
            sheet.State = SheetState.Approved;
            sheet.ApprovedAt = now;
        }

        await db.SaveChangesAsync(cancel);
        await AuditTrail.AppendAsync(db, now,
            [new Act(officer, "sheet.approved", sheetId,
            Detail: $"{ordinal}/{sheet.ApprovalsNeeded} sha256={digest}")], cancel);
        await transaction.CommitAsync(cancel);
        return null;
    }

    private Refusal? WhyNot(ResultSheet sheet, List<SheetApproval> approvals, string digest, string officer) =>
        sheet.UploadedBy == officer ? Refusal.UploaderMayNotApprove
        : approvals.Any(one => one.Officer == officer) ? Refusal.AlreadyApprovedByYou
        : sheet.State != SheetState.Submitted ? Refusal.SheetNotOpen
        : sheet.Digest != digest ? Refusal.DigestDiffers
        : !seals.IsSealed(sheet) ? Refusal.SealBroken : null;
}
