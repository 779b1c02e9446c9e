using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Authority.Publishing;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Registers;

namespace SkillsPassport.Authority.Recruiters;

/// <summary>
/// Anybody looks a recruiter up, by number or name, in Bangla or English, without script: one plain verdict and what to
/// do. Read from the signed register, never from the desk's rows.
/// </summary>
[AllowAnonymous]
public sealed class FindRecruiterModel(PublishedRegisters published, TimeProvider clock) : PageModel
{
    public const int MostShown = 20;
    private const int LongestQuery = 100;

    public string? Query { get; private set; }

    public SignedRegister<RecruiterRegister>? Register { get; private set; }

    public bool IsStale { get; private set; }

    public IReadOnlyList<Recruiter> Found { get; private set; } = [];

    public bool HasMore { get; private set; }

    /// <summary>Too little was typed to look for.</summary>
    public bool IsShort { get; private set; }

    /// <summary>The day the verdict is for.</summary>
    public DateOnly Day { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? rl, string? q, string? on, CancellationToken cancel)
    {
        Register = await published.GetAsync<RecruiterRegister>(cancel);
        IsStale = Register is null || Register.NextUpdate <= clock.GetUtcNow();
        Day = ReadLevelQuestion.ReadDay(on, clock) ?? ReadLevelQuestion.Today(clock);
        Query = (rl ?? q)?.Trim() is { Length: > 0 } typed ? typed[..Math.Min(typed.Length, LongestQuery)] : null;
        if (Query is null || Register is null)
        {
            return Page();
        }

        var found = FindRecruiters.In(FindRecruiters.Matching(Register.Content.Recruiters, Query))
            .Take(MostShown + 1).ToList();
        HasMore = found.Count > MostShown;
        Found = [.. found.Take(MostShown)];
        IsShort = RecruitingLicence.Read(Query) is null
            && Query.Count(c => !char.IsWhiteSpace(c)) < FindRecruiters.ShortestName;
        Response.Headers.CacheControl = "private, max-age=30";
        Response.StatusCode = rl is not null && Found.Count == 0
            ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        return Page();
    }
}
