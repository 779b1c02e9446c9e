using Microsoft.EntityFrameworkCore;
using SkillsPassport.Issuer.Database;

namespace SkillsPassport.Issuer.Issuing;

/// <summary>Rows of work that this worker takes until its transaction ends; another worker passes them by.</summary>
public static class ClaimRows
{
    /// <summary>
    /// Runs a query with one parameter. SQLite has one writer at a time, so the claim needs no words there.
    /// </summary>
    public static async Task<List<string>> RunAsync(IssuerDb db, string select, int parameter, CancellationToken cancel)
    {
        var sql = db.Database.IsNpgsql() ? select + " FOR UPDATE SKIP LOCKED" : select;
        return await db.Database.SqlQueryRaw<string>(sql, parameter).ToListAsync(cancel);
    }
}
