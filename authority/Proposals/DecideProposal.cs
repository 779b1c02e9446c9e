using Microsoft.EntityFrameworkCore;
using SkillsPassport.Authority.Comparisons;
using SkillsPassport.Authority.Database;
using SkillsPassport.Authority.Publishing;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Audit;

namespace SkillsPassport.Authority.Proposals;

/// <summary>
/// Another officer than the proposer approves exactly the digest that was on the screen, or sends it back with a
/// reason. Checked with the register locked, and once more by the table's own constraint.
/// </summary>
public sealed class DecideProposal(IDbContextFactory<AuthorityDb> databases, SealedRows seals, SignRegisters signing,
    PublishedRegisters published, TimeProvider clock)
{
    /// <summary>Null when done; the register is signed anew before this returns.</summary>
    public async Task<Refusal?> ApproveAsync(string id, string digest, string officer, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Proposals.Where(one => one.Id == id).Select(one => one.Register).SingleOrDefaultAsync(cancel)
            is not { } register)
        {
            return Refusal.NotFound;
        }

        await using (var transaction = await db.Database.BeginTransactionAsync(cancel))
        {
            var head = await SealedRows.LockAsync(db, register, cancel);
            var proposal = await db.Proposals.SingleAsync(one => one.Id == id, cancel);
            var draft = new Draft(proposal.Register, proposal.Act, proposal.Subject, proposal.Base, proposal.Content,
                proposal.Reason);
            if (WhyNot(proposal, draft, digest, officer) is { } refusal)
            {
                return refusal;
            }

            var rows = await db.Rows.Where(one => one.Register == register).ToListAsync(cancel);
            if (Propose.WhyNot(draft, rows) is { Count: > 0 } faults)
            {
                return faults.Any(one => one.Code == "moved-on") ? Refusal.RowMovedOn : Refusal.RulesForbid;
            }

            var now = clock.GetUtcNow();
            Apply(db, rows, proposal, officer, now);
            proposal.State = ProposalState.Approved;
            proposal.DecidedBy = officer;
            proposal.DecidedAt = now;
            head.Changes++;
            await db.SaveChangesAsync(cancel);
            await AuditTrail.AppendAsync(db, now, [new Act(officer, "proposal.approved", proposal.Subject,
                Detail: $"{proposal.Act} sha256={digest}")], cancel);
            await transaction.CommitAsync(cancel);
        }

        await signing.SignIfDueAsync(register, cancel);
        published.Forget(register);
        return null;
    }

    /// <summary>Sends a proposal back; its proposer takes it back in the same way.</summary>
    public async Task<Refusal?> RejectAsync(string id, string? reason, string officer, CancellationToken cancel)
    {
        if (Reason.Clean(reason) is not { } why)
        {
            return Refusal.ReasonMissing;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.Proposals.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancel) is not { } proposal)
        {
            return Refusal.NotFound;
        }

        await SealedRows.LockAsync(db, proposal.Register, cancel);
        var (own, now) = (proposal.ProposedBy == officer, clock.GetUtcNow());
        var state = own ? ProposalState.Withdrawn : ProposalState.Rejected;
        var changed = await db.Proposals.Where(one => one.Id == id && one.State == ProposalState.Waiting)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.State, state)
                .SetProperty(one => one.DecidedBy, officer).SetProperty(one => one.DecidedAt, now)
                .SetProperty(one => one.DecisionReason, why), cancel);
        if (changed == 0)
        {
            return Refusal.NotWaiting;
        }

        await AuditTrail.AppendAsync(db, now, [new Act(officer, own ? "proposal.withdrawn" : "proposal.rejected",
            proposal.Subject, why, $"{proposal.Act} sha256={proposal.Digest}")], cancel);
        await transaction.CommitAsync(cancel);
        return null;
    }

    private static Refusal? WhyNot(Proposal proposal, Draft draft, string digest, string officer) =>
        proposal.State != ProposalState.Waiting ? Refusal.NotWaiting
        : proposal.ProposedBy == officer ? Refusal.ProposerMayNotApprove
        // Computed again from what is stored: a proposal that was changed by hand is not the one that was made.
        : draft.Digest(proposal.ProposedBy) != digest || proposal.Digest != digest ? Refusal.DigestDiffers : null;

    private void Apply(AuthorityDb db, List<RegisterRow> rows, Proposal proposal, string officer, DateTimeOffset now)
    {
        var content = proposal.Content;
        if (proposal.Act == ProposalAct.AddRow)
        {
            var row = Draft.Read<ComparisonRow>(content) with
            {
                ProposedBy = proposal.ProposedBy, ApprovedBy = officer,
            };
            content = Draft.Write(row);
            if (rows.FirstOrDefault(one => one.Subject == row.Supersedes) is { } old)
            {
                var closed = CheckComparisons.Closed(Draft.Read<ComparisonRow>(old.Content), row);
                Set(old, Draft.Write(closed), proposal.Id, now);
            }
        }

        if (rows.FirstOrDefault(one => one.Subject == proposal.Subject) is { } present)
        {
            Set(present, content, proposal.Id, now);
            return;
        }

        db.Rows.Add(new RegisterRow
        {
            Register = proposal.Register, Subject = proposal.Subject, Content = content, Version = 1,
            Proposal = proposal.Id, ChangedAt = now,
            Seal = seals.SealOf(proposal.Register, proposal.Subject, 1, proposal.Id, content),
        });
    }

    private void Set(RegisterRow row, string content, string proposal, DateTimeOffset now)
    {
        row.Content = content;
        row.Version++;
        row.Proposal = proposal;
        row.ChangedAt = now;
        row.Seal = seals.SealOf(row.Register, row.Subject, row.Version, proposal, content);
    }
}
