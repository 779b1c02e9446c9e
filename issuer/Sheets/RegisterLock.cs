using Microsoft.EntityFrameworkCore;
using SkillsPassport.Issuer.Database;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>Whoever adds people to the register does so alone: what was looked up under the lock still holds when it is
/// stored.</summary>
public static class RegisterLock
{
    private const long PostgresLock = 0x5350_5245_4749;

    /// <summary>Held until the caller's transaction ends.</summary>
    public static async Task TakeAsync(IssuerDb db, CancellationToken cancel)
    {
        if (db.Database.IsNpgsql())
        {
            // SQLite's write transaction already keeps every other writer out.
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({PostgresLock})", cancel);
        }
    }
}
