using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Counter;

/// <summary>A code on the worker's own phone, for a helper: it works where no message arrives, and says which of
/// several passports of a shared number is meant.</summary>
[Authorize(Policy = Policies.Worker)]
public sealed class ShowCodeModel(CurrentWorker worker, AskPin askPin, HelpWorker helpWorker, Refusals refusals)
    : PageModel
{
    [BindProperty]
    public string? Pin { get; set; }

    public string? Shown { get; private set; }

    public Words? Problem { get; private set; }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await askPin.RunAsync(worker, Pin, HttpContext.RequestAborted) is { } wrong)
        {
            Problem = refusals.Say(wrong);
            Response.StatusCode = refusals.Status(wrong);
            return Page();
        }

        Shown = await helpWorker.ShowCodeAsync(worker, HttpContext.RequestAborted);
        return Page();
    }
}
