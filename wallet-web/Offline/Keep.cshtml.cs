using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Offline;

/// <summary>The PIN once, for a worker who signed in without typing it: from the next page on the own phone keeps the
/// passport under it. Whether it is right is said here; the service worker heard it on its way.</summary>
[Authorize(Policy = Policies.Worker)]
public sealed class KeepModel(CurrentWorker worker, AskPin askPin, Refusals refusals) : PageModel
{
    [BindProperty]
    public string? Pin { get; set; }

    public Words? Problem { get; private set; }

    /// <summary>Somebody else's phone keeps nothing, and asks for no PIN.</summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (worker.IsBorrowed)
        {
            context.Result = Redirect("/passport");
        }
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await askPin.RunAsync(worker, Pin, HttpContext.RequestAborted) is { } wrong)
        {
            Problem = refusals.Say(wrong);
            Response.StatusCode = refusals.Status(wrong);
            return Page();
        }

        return Redirect("/passport");
    }
}
