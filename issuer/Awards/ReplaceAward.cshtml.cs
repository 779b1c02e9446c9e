using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Issuer.Officers;
using SkillsPassport.Issuer.Sheets;

namespace SkillsPassport.Issuer.Awards;

/// <summary>The correction form, filled with what the certificate says now.</summary>
[Authorize(Policies.Decides)]
public sealed class ReplaceAwardModel(RequestReplacement replacement) : PageModel
{
    public string Serial { get; private set; } = "";

    public IReadOnlyDictionary<string, string> Cells { get; private set; } = new Dictionary<string, string>();

    public string? ReasonText { get; private set; }

    public Refusal? Refused { get; private set; }

    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string serial, CancellationToken cancel)
    {
        if (await replacement.CurrentAsync(serial, cancel) is not var (cells, whyNot))
        {
            return NotFound();
        }

        (Serial, Cells, Refused) = (serial, cells, whyNot);
        Response.StatusCode = whyNot is { } refusal ? Refusals.Status(refusal) : StatusCodes.Status200OK;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string serial, Dictionary<string, string?> cells, string? reason,
        CancellationToken cancel)
    {
        var changes = RequestReplacement.Correctable.Where(cells.ContainsKey)
            .ToDictionary(column => column, column => cells[column]);
        var answer = await replacement.RequestAsync(serial, changes, reason, User.Identity!.Name!, cancel);
        if (answer is ReplacementAnswer.Requested requested)
        {
            return RedirectToPage("/Sheets/ShowSheet", new { id = requested.SheetId });
        }

        (Serial, ReasonText) = (serial, reason);
        Cells = changes.ToDictionary(one => one.Key, one => one.Value ?? "");
        Refused = (answer as ReplacementAnswer.Refused)?.Refusal;
        Findings = (answer as ReplacementAnswer.Wrong)?.Findings ?? [];
        if (Refused == Refusal.NotFound)
        {
            return NotFound();
        }

        Response.StatusCode = Refused is { } refusal ? Refusals.Status(refusal)
            : StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
