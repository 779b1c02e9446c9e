using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Issuer.Database;

namespace SkillsPassport.Issuer.Issuing;

/// <summary>
/// Issuing ends here: nothing more of the sheet is numbered or signed, and everybody who opens it reads why.
/// </summary>
public static class StopSheet
{
    /// <summary>An award was to be corrected that is not valid any more: revoked, suspended or corrected before.
    /// </summary>
    public const string ReplacedAwardNotValid = "replaced_award_not_valid";

    /// <summary>Inside the caller's transaction.</summary>
    public static async Task RunAsync(IssuerDb db, string id, string why, DateTimeOffset now, CancellationToken cancel)
    {
        var sheet = await db.Sheets.SingleAsync(one => one.Id == id, cancel);
        sheet.State = SheetState.Stopped;
        sheet.ClosedBy = AuditTrail.System;
        sheet.ClosedReason = why;
        sheet.LiveDigest = null;
        await db.SaveChangesAsync(cancel);
        // Whoever got nothing from it may be entered again.
        await db.Rows.Where(row => row.SheetId == id && !db.Awards.Any(award =>
                award.SheetId == id && award.Line == row.Line && award.State != AwardState.Intended))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Claim, (byte[]?)null), cancel);
        await AuditTrail.AppendAsync(db, now, [new Act(AuditTrail.System, "sheet.stopped", id, Detail: why)], cancel);
    }
}
