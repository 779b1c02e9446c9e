using Microsoft.EntityFrameworkCore;
using SkillsPassport.Authority.Comparisons;
using SkillsPassport.Authority.Database;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Database;

namespace SkillsPassport.Authority.Proposals;

/// <summary>Stores what an officer proposes: all of it, or nothing with everything that is wrong.</summary>
public sealed class Propose(IDbContextFactory<AuthorityDb> databases, TimeProvider clock)
{
    /// <summary>Nothing when stored.</summary>
    public async Task<IReadOnlyList<Fault>> SendAsync(IReadOnlyList<Draft> drafts, string officer,
        CancellationToken cancel)
    {
        try
        {
            return await TryAsync(drafts, officer, cancel);
        }
        catch (DbUpdateException clash) when (UniqueViolation.Is(clash))
        {
            // Somebody else proposed a change of the same row a moment ago.
            return [new Fault("", "waiting", drafts[0].Subject, Row: drafts.Count > 1 ? 1 : 0)];
        }
    }

    /// <summary>What forbids a draft beside the rows that are there.</summary>
    public static IReadOnlyList<Fault> WhyNot(Draft draft, IReadOnlyCollection<RegisterRow> rows)
    {
        var faults = new List<Fault>();
        var present = rows.FirstOrDefault(one => one.Subject == draft.Subject);
        if (draft.Act == ProposalAct.AddLicence && present is not null)
        {
            faults.Add(new Fault("rl", "rl-taken", draft.Subject));
        }
        else if (draft.Act == ProposalAct.AddRow)
        {
            CheckComparisons.Check(Draft.Read<ComparisonRow>(draft.Content),
                [.. rows.Select(one => Draft.Read<ComparisonRow>(one.Content))], faults);
        }
        else if (draft.Base != (present is null ? "" : Draft.Sha256(present.Content)))
        {
            faults.Add(new Fault("", "moved-on", draft.Subject));
        }
        else if (present is not null && present.Content == draft.Content)
        {
            faults.Add(new Fault("", "nothing-changed"));
        }

        return faults;
    }

    private async Task<IReadOnlyList<Fault>> TryAsync(IReadOnlyList<Draft> drafts, string officer,
        CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var register = drafts[0].Register;
        var rows = await db.Rows.AsNoTracking().Where(one => one.Register == register).ToListAsync(cancel);
        var waiting = await db.Proposals.Where(one => one.Register == register
            && one.State == ProposalState.Waiting).Select(one => one.Subject).ToListAsync(cancel);
        var faults = new List<Fault>();
        var now = clock.GetUtcNow();
        var acts = new List<Act>();
        foreach (var (draft, i) in drafts.Select((draft, i) => (draft, drafts.Count > 1 ? i + 1 : 0)))
        {
            faults.AddRange(WhyNot(draft, rows).Select(one => one with { Row = i }));
            if (waiting.Contains(draft.Subject))
            {
                faults.Add(new Fault("", "waiting", draft.Subject, i));
            }

            var digest = draft.Digest(officer);
            db.Proposals.Add(new Proposal
            {
                Id = Guid.CreateVersion7(now).ToString("N"), Register = register, Act = draft.Act,
                Subject = draft.Subject, Base = draft.Base, Content = draft.Content, Reason = draft.Reason,
                Digest = digest, ProposedBy = officer,
                // A tick apart, so that a file's rows stay in its order.
                ProposedAt = now.AddTicks(i), State = ProposalState.Waiting,
            });
            acts.Add(new Act(officer, "proposal.made", draft.Subject, draft.Reason, $"{draft.Act} sha256={digest}"));
        }

        if (faults.Count > 0)
        {
            return faults;
        }

        await db.SaveChangesAsync(cancel);
        await AuditTrail.AppendAsync(db, now, acts, cancel);
        await transaction.CommitAsync(cancel);
        return [];
    }
}
