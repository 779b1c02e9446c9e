using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;
using SkillsPassport.Issuer.Officers;

namespace SkillsPassport.Issuer.Awards;

/// <summary>One certificate: what it says, where it stands, its papers, and what an officer may do with it.</summary>
[Authorize(Policies.Reads)]
public sealed class ShowAwardModel(IssuerDb db, IOptions<IssuerOptions> options, IAuthorizationService may,
    TimeProvider clock) : PageModel
{
    public IssuedAward Award { get; private set; } = null!;

    public Occupation Occupation { get; private set; } = null!;

    public Framework Framework { get; private set; } = null!;

    public IReadOnlyList<SignedCopy> Copies { get; private set; } = [];

    public IReadOnlyList<AuditEntry> Trail { get; private set; } = [];

    public string? QrText { get; private set; }

    public string? WaitingReplacement { get; private set; }

    public bool MayDecide { get; private set; }

    /// <summary>Its last day is past.</summary>
    public bool IsOver => Award.ValidUntil < Validity.Today(clock);

    public async Task<IActionResult> OnGetAsync(string serial, CancellationToken cancel)
    {
        var award = await db.Awards.AsNoTracking().SingleOrDefaultAsync(one => one.SerialNo == serial, cancel);
        if (award is null)
        {
            return NotFound();
        }

        Award = award;
        Occupation = FrameworkData.FindOccupation(award.OccupationCode)!;
        Framework = FrameworkData.Find(award.Framework, award.FrameworkVersion)!;
        Copies = await db.Copies.AsNoTracking().Where(one => one.SerialNo == serial).OrderBy(one => one.SignedAt)
            .ToListAsync(cancel);
        Trail = await db.Audit.AsNoTracking().Where(one => one.Subject == serial)
            .OrderByDescending(one => one.Sequence).ToListAsync(cancel);
        QrText = Copies.FirstOrDefault(one => one.Form == CopyForm.Paper)?.Bytes is { } cwt
            ? PaperCopies.QrText(options.Value, cwt) : null;
        WaitingReplacement = await db.Sheets.Where(one => one.Replaces == serial
            && (one.State == SheetState.Submitted || one.State == SheetState.Approved)).Select(one => one.Id)
            .FirstOrDefaultAsync(cancel);
        MayDecide = (await may.AuthorizeAsync(User, Policies.Decides)).Succeeded;
        return Page();
    }
}
