using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Authority.Database;
using SkillsPassport.Authority.Officers;

namespace SkillsPassport.Authority.Proposals;

/// <summary>One proposal beside what is in force now, and the decision.</summary>
[Authorize(Policies.Reads)]
public sealed class ShowProposalModel(AuthorityDb db, DecideProposal decide, IAuthorizationService may) : PageModel
{
    public Proposal Proposal { get; private set; } = null!;

    /// <summary>The row as it is in force; null for a new one.</summary>
    public string? Now { get; private set; }

    public Refusal? Refused { get; private set; }

    public bool MayDecide { get; private set; }

    public bool IsOwn => Proposal.ProposedBy == User.Identity!.Name;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancel) =>
        await LoadAsync(id, cancel) ? Page() : NotFound();

    public Task<IActionResult> OnPostApproveAsync(string id, string? digest, CancellationToken cancel) =>
        DecideAsync(id, () => decide.ApproveAsync(id, digest ?? "", User.Identity!.Name!, cancel), cancel);

    public Task<IActionResult> OnPostRejectAsync(string id, string? reason, CancellationToken cancel) =>
        DecideAsync(id, () => decide.RejectAsync(id, reason, User.Identity!.Name!, cancel), cancel);

    private async Task<IActionResult> DecideAsync(string id, Func<Task<Refusal?>> act, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel))
        {
            return NotFound();
        }

        if (!MayDecide)
        {
            return Forbid();
        }

        if (await act() is not { } refusal)
        {
            return RedirectToPage(new { id });
        }

        await LoadAsync(id, cancel);
        Refused = refusal;
        Response.StatusCode = Refusals.Status(refusal);
        return Page();
    }

    private async Task<bool> LoadAsync(string id, CancellationToken cancel)
    {
        if (await db.Proposals.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancel) is not { } proposal)
        {
            return false;
        }

        Proposal = proposal;
        Now = proposal.State == ProposalState.Waiting
            ? await db.Rows.Where(one => one.Register == proposal.Register && one.Subject == proposal.Subject)
                .Select(one => one.Content).SingleOrDefaultAsync(cancel)
            : null;
        MayDecide = (await may.AuthorizeAsync(User, Policies.Keeps(proposal.Register))).Succeeded;
        return true;
    }
}
