using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Counter;

/// <summary>A new passport at the counter: the device is handed to the worker, who chooses the PIN. The helper goes on
/// in a helped session and never sees it.</summary>
[Authorize(Policy = Policies.Helper)]
public sealed class HelpPinModel(
    StartPassport startPassport, HelpWorker helpWorker, ProvenAtCounter provenAtCounter, Refusals refusals)
    : PageModel
{
    [BindProperty]
    public string? Pin { get; set; }

    [BindProperty]
    public string? PinAgain { get; set; }

    [BindProperty]
    public bool Consent { get; set; }

    public Words? Problem { get; private set; }

    public IActionResult OnGet() =>
        provenAtCounter.FindToMake(Request, CounterSession.HelperOf(User)) is null ? Redirect("/counter/help") : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        var helper = CounterSession.HelperOf(User);
        if (provenAtCounter.FindToMake(Request, helper) is not { } proven)
        {
            return Redirect("/counter/help?code=gone");
        }

        var wish = new SignUpWish(proven.Number, Pin, PinAgain, Consent, Borrowed: true);
        var (answer, isNew) =
            await startPassport.AtCounterAsync(proven.Id, helper.Text, wish, HttpContext.RequestAborted);
        if (answer.Wallet is not { } wallet)
        {
            Problem = refusals.Say(answer);
            Response.StatusCode = refusals.Status(answer);
            return Page();
        }

        provenAtCounter.Forget(HttpContext);
        if (!await helpWorker.StartNewAsync(HttpContext, helper, wallet))
        {
            return Redirect("/counter/help?code=gone");
        }

        // Sent again, perhaps with another PIN: what counts is the one it was made with.
        return Redirect(isNew ? "/helped" : "/helped?pin=first");
    }
}
