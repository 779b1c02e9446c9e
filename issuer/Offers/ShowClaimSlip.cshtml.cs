using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Officers;

namespace SkillsPassport.Issuer.Offers;

/// <summary>One certificate's claim slip: make it, print it, or put a new one in its place and kill the old.</summary>
[Authorize(Policies.Uploads)]
public sealed class ShowClaimSlipModel(IssuerDb db, PrintClaimSlips print, MakeOffer make) : PageModel
{
    public IssuedAward Award { get; private set; } = null!;

    public Occupation Occupation => FrameworkData.FindOccupation(Award.OccupationCode)!;

    public LivingSlip? Slip { get; private set; }

    /// <summary>There was a slip before: another one needs a reason.</summary>
    public bool HadSlip { get; private set; }

    public bool IsBurnt { get; private set; }

    public string? OfferLink { get; private set; }

    public string? ReasonText { get; private set; }

    public Refusal? Refused { get; private set; }

    public async Task<IActionResult> OnGetAsync(string serial, CancellationToken cancel) =>
        await LoadAsync(serial, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string serial, string? reason, CancellationToken cancel)
    {
        if (!await LoadAsync(serial, cancel))
        {
            return NotFound();
        }

        var officer = User.Identity!.Name!;
        Refused = HadSlip
            ? await make.ReissueAsync(serial, officer, reason, cancel)
            : await make.EnsureAsync(serial, officer, cancel);
        if (Refused is not { } refusal)
        {
            return RedirectToPage(new { serial });
        }

        ReasonText = reason;
        Response.StatusCode = Refusals.Status(refusal);
        return Page();
    }

    private async Task<bool> LoadAsync(string serial, CancellationToken cancel)
    {
        var award = await db.Awards.AsNoTracking().SingleOrDefaultAsync(one => one.SerialNo == serial, cancel);
        if (award is null)
        {
            return false;
        }

        Award = award;
        Slip = await print.FindAsync(serial, cancel);
        OfferLink = Slip is null ? null : print.OfferLink(Slip.Offer).OriginalString;
        var states = await db.Offers.AsNoTracking().Where(one => one.SerialNo == serial)
            .OrderByDescending(one => one.MadeAt).Select(one => one.State).ToListAsync(cancel);
        HadSlip = states.Count > 0;
        IsBurnt = Slip is null && states.Contains(OfferState.Burnt);
        return true;
    }
}
