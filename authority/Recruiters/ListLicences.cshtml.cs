using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Authority.Database;
using SkillsPassport.Authority.Officers;
using SkillsPassport.Authority.Proposals;
using SkillsPassport.Authority.Publishing;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Desk;
using SkillsPassport.Hosting.Registers;

namespace SkillsPassport.Authority.Recruiters;

/// <summary>The recruiter register at the desk.</summary>
[Authorize(Policies.Reads)]
public sealed class ListLicencesModel(AuthorityDb db, PublishedRegisters published, TimeProvider clock) : PageModel
{
    private const int OnPage = 100;

    public IReadOnlyList<Recruiter> Found { get; private set; } = [];

    public SignedRegister<RecruiterRegister>? Signed { get; private set; }

    public DateOnly Today { get; private set; }

    public string? Query { get; private set; }

    public int PageNumber { get; private set; } = 1;

    public bool HasMore { get; private set; }

    public async Task OnGetAsync(string? q, int? p, CancellationToken cancel)
    {
        (Today, Query, PageNumber) = (ReadLevelQuestion.Today(clock), q?.Trim(), PageTurn.At(p));
        Signed = await published.GetAsync<RecruiterRegister>(cancel);
        var all = (await db.Rows.AsNoTracking().Where(one => one.Register == RegisterKind.Recruiters.Name)
            .Select(one => one.Content).ToListAsync(cancel)).Select(Draft.Read<Recruiter>);
        var hits = FindRecruiters.In(string.IsNullOrEmpty(Query) ? all : FindRecruiters.Matching(all, Query))
            .Skip((PageNumber - 1) * OnPage).Take(OnPage + 1).ToList();
        HasMore = hits.Count > OnPage;
        Found = [.. hits.Take(OnPage)];
    }
}
