using Microsoft.EntityFrameworkCore;
using SkillsPassport.Issuer.Database;

namespace SkillsPassport.Issuer.Approval;

/// <summary>A sheet whose row nobody else can change until the transaction ends.</summary>
public static class LockedSheet
{
    public static async Task<ResultSheet?> FindAsync(IssuerDb db, string sheetId, CancellationToken cancel)
    {
        if (db.Database.IsNpgsql())
        {
            // SQLite's write transaction already keeps every other writer out.
            await db.Database.ExecuteSqlAsync($"SELECT 1 FROM result_sheets WHERE id = {sheetId} FOR UPDATE", cancel);
        }

        return await db.Sheets.SingleOrDefaultAsync(one => one.Id == sheetId, cancel);
    }
}
