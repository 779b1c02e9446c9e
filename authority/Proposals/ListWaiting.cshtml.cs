using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Authority.Database;
using SkillsPassport.Authority.Officers;
using SkillsPassport.Credentials.Registers;

namespace SkillsPassport.Authority.Proposals;

/// <summary>What waits for a second officer, to be approved one by one or many at once; and what was decided.</summary>
[Authorize(Policies.Reads)]
public sealed class ListWaitingModel(AuthorityDb db, DecideProposal decide, IAuthorizationService may) : PageModel
{
    private const int OnPage = 200;
    private const int DecidedShown = 20;

    public IReadOnlyList<Proposal> Waiting { get; private set; } = [];

    public IReadOnlyList<Proposal> Decided { get; private set; } = [];

    public IReadOnlySet<string> Keeps { get; private set; } = new HashSet<string>();

    /// <summary>How many were approved just now.</summary>
    public int? Approved { get; private set; }

    /// <summary>What was not, and why.</summary>
    public IReadOnlyList<(string Subject, Refusal Why)> Refused { get; private set; } = [];

    public bool MayApprove(Proposal one) => Keeps.Contains(one.Register) && one.ProposedBy != User.Identity!.Name;

    public Task OnGetAsync(CancellationToken cancel) => LoadAsync(cancel);

    /// <param name="tick">For each ticked proposal its id and the digest that was on the screen.</param>
    public async Task<IActionResult> OnPostAsync(string[] tick, CancellationToken cancel)
    {
        await LoadKeepsAsync();
        if (Keeps.Count == 0)
        {
            return Forbid();
        }

        var refused = new List<(string, Refusal)>();
        var approved = 0;
        foreach (var (id, digest) in tick.Take(OnPage).Select(one => (one.Split(':')[0], one.Split(':')[^1])))
        {
            var proposal = await db.Proposals.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancel);
            if (proposal is null)
            {
                refused.Add(("—", Refusal.NotFound));
            }
            else if (!Keeps.Contains(proposal.Register))
            {
                return Forbid();
            }
            else if (await decide.ApproveAsync(id, digest, User.Identity!.Name!, cancel) is { } why)
            {
                refused.Add((proposal.Subject, why));
            }
            else
            {
                approved++;
            }
        }

        if (tick.Length == 0)
        {
            refused.Add(("—", Refusal.NothingChosen));
        }

        (Approved, Refused) = (approved, refused);
        Response.StatusCode = refused.Count > 0 ? Refusals.Status(refused[0].Item2) : StatusCodes.Status200OK;
        await LoadAsync(cancel);
        return Page();
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        await LoadKeepsAsync();
        Waiting = await db.Proposals.AsNoTracking().Where(one => one.State == ProposalState.Waiting)
            .OrderBy(one => one.ProposedAt).ThenBy(one => one.Id).Take(OnPage).ToListAsync(cancel);
        Decided = await db.Proposals.AsNoTracking().Where(one => one.State != ProposalState.Waiting)
            .OrderByDescending(one => one.DecidedAt).Take(DecidedShown).ToListAsync(cancel);
    }

    private async Task LoadKeepsAsync()
    {
        var keeps = new HashSet<string>();
        foreach (var register in new[] { RegisterKind.Comparisons.Name, RegisterKind.Recruiters.Name })
        {
            if ((await may.AuthorizeAsync(User, Policies.Keeps(register))).Succeeded)
            {
                keeps.Add(register);
            }
        }

        Keeps = keeps;
    }
}
