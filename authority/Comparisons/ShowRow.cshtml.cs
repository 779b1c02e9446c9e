using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Authority.Database;
using SkillsPassport.Authority.Officers;
using SkillsPassport.Authority.Proposals;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Hosting.Registers;

namespace SkillsPassport.Authority.Comparisons;

/// <summary>One row, what happened to it, and the way to close it.</summary>
[Authorize(Policies.Reads)]
public sealed class ShowRowModel(AuthorityDb db, Propose propose, IAuthorizationService may, TimeProvider clock)
    : PageModel
{
    public RegisterRow Stored { get; private set; } = null!;

    public ComparisonRow Row { get; private set; } = null!;

    public IReadOnlyList<Proposal> Trail { get; private set; } = [];

    public IReadOnlyList<Fault> Faults { get; private set; } = [];

    public bool MayPropose { get; private set; }

    public bool SpeaksToday => Row.SpeaksOn(ReadLevelQuestion.Today(clock));

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancel) =>
        await LoadAsync(id, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostCloseAsync(string id, string? until, string? reason,
        CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel))
        {
            return NotFound();
        }

        if (!MayPropose)
        {
            return Forbid();
        }

        Faults = await CloseAsync(until, reason, cancel);
        if (Faults.Count > 0)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        TempData["sent"] = 1;
        return Redirect("/desk");
    }

    private async Task<IReadOnlyList<Fault>> CloseAsync(string? until, string? reason, CancellationToken cancel)
    {
        if (!DateOnly.TryParseExact(BanglaText.AsciiDigits((until ?? "").Trim()), "yyyy-MM-dd",
            CultureInfo.InvariantCulture, DateTimeStyles.None, out var last))
        {
            return [new Fault("validUntil", "not-a-day", until ?? "")];
        }

        if (last < Row.ValidFrom)
        {
            return [new Fault("validUntil", "day-order")];
        }

        if (Row.ValidUntil <= last)
        {
            return [new Fault("validUntil", "not-later", $"{Row.ValidUntil:yyyy-MM-dd}")];
        }

        return Reason.Clean(reason) is not { } why ? [new Fault("reason", "reason-missing")]
            : await propose.SendAsync([Draft.Changing(Stored, ProposalAct.CloseRow, Row with { ValidUntil = last },
                why)], User.Identity!.Name!, cancel);
    }

    private async Task<bool> LoadAsync(string id, CancellationToken cancel)
    {
        if (await db.Rows.AsNoTracking().SingleOrDefaultAsync(one => one.Subject == id
            && one.Register == RegisterKind.Comparisons.Name, cancel) is not { } stored)
        {
            return false;
        }

        (Stored, Row) = (stored, Draft.Read<ComparisonRow>(stored.Content));
        Trail = await db.Proposals.AsNoTracking().Where(one => one.Register == stored.Register
            && one.Subject == id).OrderByDescending(one => one.ProposedAt).ToListAsync(cancel);
        MayPropose = (await may.AuthorizeAsync(User, Policies.KeepsComparisons)).Succeeded;
        return true;
    }
}
