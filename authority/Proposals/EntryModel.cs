using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Authority.Database;
using SkillsPassport.Credentials.Registers;

namespace SkillsPassport.Authority.Proposals;

/// <summary>One entry of a register, and what happened to it.</summary>
/// <param name="db">Where it is kept.</param>
/// <param name="may">Tells who may propose a change.</param>
/// <param name="register">Its register.</param>
/// <param name="keepers">The policy of those who may.</param>
public abstract class EntryModel(AuthorityDb db, IAuthorizationService may, RegisterKind register, string keepers)
    : ProposingModel
{
    public RegisterRow Stored { get; private set; } = null!;

    public IReadOnlyList<Proposal> Trail { get; private set; } = [];

    public bool MayPropose { get; private set; }

    /// <summary>Reads what is shown; false when there is no such entry.</summary>
    protected async Task<bool> LoadAsync(string subject, CancellationToken cancel)
    {
        if (await db.Rows.AsNoTracking().SingleOrDefaultAsync(one => one.Subject == subject
            && one.Register == register.Name, cancel) is not { } stored)
        {
            return false;
        }

        Stored = stored;
        Trail = await db.Proposals.AsNoTracking().Where(one => one.Register == stored.Register
            && one.Subject == subject).OrderByDescending(one => one.ProposedAt).ToListAsync(cancel);
        MayPropose = (await may.AuthorizeAsync(User, keepers)).Succeeded;
        return true;
    }
}
