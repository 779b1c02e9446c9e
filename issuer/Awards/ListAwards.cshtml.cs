using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Hosting.Desk;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;
using SkillsPassport.Issuer.Officers;

namespace SkillsPassport.Issuer.Awards;

/// <summary>Issued certificates and statements, with search.</summary>
[Authorize(Policies.Reads)]
public sealed class ListAwardsModel(IssuerDb db, TimeProvider clock) : PageModel
{
    public const int OnPage = 50;

    public IReadOnlyList<IssuedAward> Awards { get; private set; } = [];

    public string? Query { get; private set; }

    public AwardState? Only { get; private set; }

    public int PageNumber { get; private set; } = 1;

    public bool HasMore { get; private set; }

    public bool IsOver(IssuedAward award) => award.ValidUntil < Validity.Today(clock);

    public async Task OnGetAsync(string? q, AwardState? state, int? p, CancellationToken cancel)
    {
        (Query, Only, PageNumber) = (q, state, PageTurn.At(p));
        (Awards, HasMore) = await FindAwards.SearchAsync(db, q, state, (PageNumber - 1) * OnPage, OnPage, cancel);
    }
}
