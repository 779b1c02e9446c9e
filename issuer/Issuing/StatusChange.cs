using Microsoft.EntityFrameworkCore;
using SkillsPassport.Issuer.Database;

namespace SkillsPassport.Issuer.Issuing;

/// <summary>Tells whoever signs the status lists that the lists with copies of an award say something new.</summary>
public static class StatusChange
{
    /// <summary>Counts one change for each list that holds a copy; inside the caller's transaction.</summary>
    public static async Task MarkAsync(IssuerDb db, string serial, CancellationToken cancel) =>
        await db.Database.ExecuteSqlAsync($"""
            UPDATE status_lists SET changes = changes + 1
            WHERE number IN (SELECT status_list FROM signed_copies WHERE serial_no = {serial})
            """, cancel);
}
