using Microsoft.EntityFrameworkCore;
using SkillsPassport.Issuer.Database;

namespace SkillsPassport.Issuer.Issuing;

/// <summary>
/// A result that was revoked, or corrected, holds its place in the session no longer: the person, or the one whose
/// number it bore by mistake, can be entered again.
/// </summary>
public static class FreePerson
{
    /// <summary>Inside the caller's transaction.</summary>
    public static async Task RunAsync(IssuerDb db, string serial, CancellationToken cancel) =>
        await db.Rows.Where(row => db.Awards.Any(award =>
                award.SerialNo == serial && award.SheetId == row.SheetId && award.Line == row.Line))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Claim, (byte[]?)null), cancel);
}
