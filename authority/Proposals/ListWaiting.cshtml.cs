using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Authority.Database;
using SkillsPassport.Authority.Officers;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Desk;

namespace SkillsPassport.Authority.Proposals;

/// <summary>What waits for a second officer, to be approved one by one or many at once; and what was decided.</summary>
[Authorize(Policies.Reads)]
public sealed class ListWaitingModel(AuthorityDb db, DecideProposal decide, IAuthorizationService may) : PageModel
{
    /// <summary>The filter's word for both registers.</summary>
    public const string Both = "all";

    private const int OnPage = 200;
    private const int DecidedShown = 20;
    private static readonly string[] Registers = [RegisterKind.Comparisons.Name, RegisterKind.Recruiters.Name];

    public IReadOnlyList<Proposal> Waiting { get; private set; } = [];

    public IReadOnlyList<Proposal> Decided { get; private set; } = [];

    /// <summary>How many wait in each register.</summary>
    public IReadOnlyList<(string Register, int Count)> Counts { get; private set; } = [];

    /// <summary>The register that is shown, or null for both.</summary>
    public string? Only { get; private set; }

    public int PageNumber { get; private set; } = 1;

    public bool HasMore { get; private set; }

    public IReadOnlySet<string> Keeps { get; private set; } = new HashSet<string>();

    /// <summary>How many were approved just now.</summary>
    public int? Approved { get; private set; }

    /// <summary>What was not, and why.</summary>
    public IReadOnlyList<(string Subject, Refusal Why)> Refused { get; private set; } = [];

    public bool MayApprove(Proposal one) => Keeps.Contains(one.Register) && one.ProposedBy != User.Identity!.Name;

    /// <param name="register">A register or <see cref="Both"/>; an officer who keeps one begins with that.</param>
    /// <param name="p">The page, from 1.</param>
    public Task OnGetAsync(string? register, int? p, CancellationToken cancel) => LoadAsync(register, p, cancel);

    /// <param name="tick">For each ticked proposal its id and the digest that was on the screen.</param>
    /// <param name="register">What was shown.</param>
    /// <param name="p">The page that was shown.</param>
    public async Task<IActionResult> OnPostAsync(string[] tick, string? register, int? p, CancellationToken cancel)
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
        await LoadAsync(register, p, cancel);
        return Page();
    }

    private async Task LoadAsync(string? register, int? p, CancellationToken cancel)
    {
        await LoadKeepsAsync();
        Only = Registers.Contains(register) ? register : register is null && Keeps.Count == 1 ? Keeps.Single() : null;
        var counts = await db.Proposals.Where(one => one.State == ProposalState.Waiting).GroupBy(one => one.Register)
            .Select(all => new { Register = all.Key, Count = all.Count() })
            .ToDictionaryAsync(one => one.Register, one => one.Count, cancel);
        Counts = [.. Registers.Select(one => (one, counts.GetValueOrDefault(one)))];

        // A page that was emptied by approving all of it becomes the one before.
        var total = Counts.Where(one => Only is null || one.Register == Only).Sum(one => one.Count);
        var pages = (total + OnPage - 1) / OnPage;
        PageNumber = Math.Min(PageTurn.At(p), Math.Max(1, pages));
        HasMore = PageNumber < pages;
        var proposals = db.Proposals.AsNoTracking().Where(one => Only == null || one.Register == Only);
        Waiting = await proposals.Where(one => one.State == ProposalState.Waiting).OrderBy(one => one.ProposedAt)
            .ThenBy(one => one.Id).Skip((PageNumber - 1) * OnPage).Take(OnPage).ToListAsync(cancel);
        Decided = await proposals.Where(one => one.State != ProposalState.Waiting)
            .OrderByDescending(one => one.DecidedAt).Take(DecidedShown).ToListAsync(cancel);
    }

    private async Task LoadKeepsAsync()
    {
        var keeps = new HashSet<string>();
        foreach (var register in Registers)
        {
            if ((await may.AuthorizeAsync(User, Policies.Keeps(register))).Succeeded)
            {
                keeps.Add(register);
            }
        }

        Keeps = keeps;
    }
}
