using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Authority.Database;
using SkillsPassport.Hosting.Protection;

namespace SkillsPassport.Authority.Proposals;

/// <summary>
/// The seal that an approval puts on a row, under a key outside the database: a row that somebody put in or changed by
/// hand has none, and the register is not signed with it.
/// </summary>
public sealed class SealedRows(BlindIndex key)
{
    public byte[] SealOf(string register, string subject, long version, string proposal, string content)
    {
        var text = new StringBuilder();
        foreach (var member in new[]
        {
            register, subject, version.ToString(CultureInfo.InvariantCulture), proposal, content,
        })
        {
            text.Append(CultureInfo.InvariantCulture, $"{member.Length}:").Append(member);
        }

        return key.Compute("register-row", text.ToString());
    }

    public bool IsSealed(RegisterRow row) => CryptographicOperations.FixedTimeEquals(row.Seal,
        SealOf(row.Register, row.Subject, row.Version, row.Proposal, row.Content));

    /// <summary>
    /// Locks a register until the transaction ends: approvals and signatures come one after the other.
    /// </summary>
    public static async Task<RegisterHead> LockAsync(AuthorityDb db, string register, CancellationToken cancel)
    {
        if (db.Database.IsNpgsql())
        {
            // SQLite's write transaction already keeps every other writer out.
            await db.Database.ExecuteSqlAsync(
                $"SELECT 1 FROM register_heads WHERE register = {register} FOR UPDATE", cancel);
        }

        return await db.Heads.SingleAsync(one => one.Register == register, cancel);
    }
}
