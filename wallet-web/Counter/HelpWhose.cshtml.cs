using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Counter;

/// <summary>Whose is the passport of this number? The worker says that it is the own one, or makes a new one. Of
/// several none is chosen here: a code on the worker's own phone names it.</summary>
[Authorize(Policy = Policies.Helper)]
public sealed class HelpWhoseModel(HelpWorker helpWorker, ProvenAtCounter provenAtCounter) : PageModel
{
    [BindProperty]
    public bool Mine { get; set; }

    public string Number { get; private set; } = "";

    /// <summary>When the number's only passport was opened; null when there are several.</summary>
    public DateTimeOffset? OpenedAt { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (provenAtCounter.FindToAsk(Request, CounterSession.HelperOf(User)) is not { } proven)
        {
            return Gone();
        }

        var found = await helpWorker.OfNumberAsync(proven.Number, HttpContext.RequestAborted);
        Number = PhoneNumber.Masked(proven.Number);
        OpenedAt = found is [var only] ? only.CreatedAt : null;
        return found.Count == 0 ? Gone() : Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var helper = CounterSession.HelperOf(User);
        if (provenAtCounter.FindToAsk(Request, helper) is not { } proven)
        {
            return Gone();
        }

        var found = await helpWorker.OfNumberAsync(proven.Number, HttpContext.RequestAborted);
        if (Mine && found.Count != 1)
        {
            return Redirect("/counter/help/whose");
        }

        if (!await provenAtCounter.SpendAsync(HttpContext, proven))
        {
            return Gone();
        }

        if (Mine)
        {
            await helpWorker.StartAsync(HttpContext, helper, found[0]);
            return Redirect("/helped");
        }

        provenAtCounter.RememberToMake(HttpContext, helper, proven.Number);
        return Redirect("/counter/help/pin");
    }

    private RedirectResult Gone() => Redirect("/counter/help?code=gone");
}
