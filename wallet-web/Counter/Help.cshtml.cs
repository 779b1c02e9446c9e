using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Messages;

namespace SkillsPassport.Wallet.Counter;

/// <summary>The worker at the counter says the number; the code comes to the worker, not to the helper.</summary>
[Authorize(Policy = Policies.Helper)]
public sealed class HelpModel(HelpWorker helpWorker, PendingCode pending) : PageModel
{
    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public bool Shown { get; set; }

    public Words? Problem { get; private set; }

    public void OnGet() =>
        Problem = Request.Query.ContainsKey("code") ? new Words(Refusals.Key(CodeRefusal.Gone)) : null;

    public async Task<IActionResult> OnPostAsync()
    {
        var (id, refusal) = await helpWorker.AskAsync(
            CounterSession.HelperOf(User), Phone, Shown, HttpContext.RequestAborted);
        if (refusal is null)
        {
            pending.Remember(HttpContext, CodePurpose.Counter, id);
            return Redirect("/counter/help/code");
        }

        Problem = new Words(Refusals.Key(refusal.Value));
        Response.StatusCode = Refusals.Status(refusal.Value);
        return Page();
    }
}
