using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Issuer.Approval;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;

namespace SkillsPassport.Issuer.Awards;

/// <summary>What an officer may do to an issued award.</summary>
public enum AwardAct
{
    Suspend,
    Reinstate,
    Revoke,
}

/// <summary>Revokes, suspends or reinstates: the award, and with it every signed copy of it, within seconds.</summary>
public sealed class ChangeAwardState(IDbContextFactory<IssuerDb> databases, TimeProvider clock)
{
    /// <summary>Whether the act makes sense from this state. Revoking is for ever.</summary>
    public static bool Allows(AwardAct act, AwardState from) => act switch
    {
        AwardAct.Revoke => from is AwardState.Valid or AwardState.Suspended,
        AwardAct.Suspend => from is AwardState.Valid,
        AwardAct.Reinstate => from is AwardState.Suspended,
    };

    public static AwardState After(AwardAct act) => act switch
    {
        AwardAct.Revoke => AwardState.Revoked,
        AwardAct.Suspend => AwardState.Suspended,
        AwardAct.Reinstate => AwardState.Valid,
    };

    public async Task<Refusal?> ChangeAsync(string serial, AwardAct act, string? reason, string officer,
        CancellationToken cancel)
    {
        if (Reason.Clean(reason) is not { } why)
        {
            return Refusal.ReasonMissing;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var award = await db.Awards.AsNoTracking().SingleOrDefaultAsync(one => one.SerialNo == serial, cancel);
        if (award is null)
        {
            return Refusal.NotFound;
        }

        if (!Allows(act, award.State))
        {
            return Refusal.StateForbids;
        }

        var now = clock.GetUtcNow();
        // Only from the state that was looked at: of two officers at once, one acts.
        var changed = await db.Awards.Where(one => one.SerialNo == serial && one.State == award.State)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.State, After(act))
                .SetProperty(one => one.StateReason, why).SetProperty(one => one.StateChangedAt, now), cancel);
        if (changed == 0)
        {
            return Refusal.StateForbids;
        }

        if (act == AwardAct.Revoke)
        {
            await FreePerson.RunAsync(db, serial, cancel);
        }

        await StatusChange.MarkAsync(db, serial, cancel);
        await AuditTrail.AppendAsync(db, now, [new Act(officer, ActName(act), serial, why)], cancel);
        await transaction.CommitAsync(cancel);
        return null;
    }

    private static string ActName(AwardAct act) => act switch
    {
        AwardAct.Revoke => "award.revoked",
        AwardAct.Suspend => "award.suspended",
        AwardAct.Reinstate => "award.reinstated",
    };
}
