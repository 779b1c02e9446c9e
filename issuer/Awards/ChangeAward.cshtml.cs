using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Officers;

namespace SkillsPassport.Issuer.Awards;

/// <summary>The step between wanting and doing: says what will happen, asks why, then does it.</summary>
[Authorize(Policies.Decides)]
public sealed class ChangeAwardModel(IssuerDb db, ChangeAwardState change) : PageModel
{
    public IssuedAward Award { get; private set; } = null!;

    public AwardAct Act { get; private set; }

    public string? ReasonText { get; private set; }

    public Refusal? Refused { get; private set; }

    public bool Allowed => ChangeAwardState.Allows(Act, Award.State);

    public async Task<IActionResult> OnGetAsync(string serial, string act, CancellationToken cancel) =>
        await LoadAsync(serial, act, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string serial, string act, string? reason, CancellationToken cancel)
    {
        if (!await LoadAsync(serial, act, cancel))
        {
            return NotFound();
        }

        if (await change.ChangeAsync(serial, Act, reason, User.Identity!.Name!, cancel) is { } refusal)
        {
            (Refused, ReasonText) = (refusal, reason);
            Response.StatusCode = Refusals.Status(refusal);
            return Page();
        }

        return RedirectToPage("/Awards/ShowAward", new { serial });
    }

    private async Task<bool> LoadAsync(string serial, string act, CancellationToken cancel)
    {
        if (!Enum.TryParse<AwardAct>(act, ignoreCase: true, out var wanted) || !Enum.IsDefined(wanted))
        {
            return false;
        }

        Act = wanted;
        Award = (await db.Awards.AsNoTracking().SingleOrDefaultAsync(one => one.SerialNo == serial, cancel))!;
        return Award is not null;
    }
}
