using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Counter;

/// <summary>A new passport at the counter: the device is handed to the worker, who chooses the PIN. The helper goes on
/// in a helped session and never sees it.</summary>
[Authorize(Policy = Policies.Helper)]
public sealed class HelpPinModel(
    StartPassport startPassport, HelpWorker helpWorker, ProvenPhone provenPhone, Refusals refusals) : PageModel
{
    [BindProperty]
    public string? Pin { get; set; }

    [BindProperty]
    public string? PinAgain { get; set; }

    [BindProperty]
    public bool Consent { get; set; }

    public Words? Problem { get; private set; }

    public IActionResult OnGet() => provenPhone.Number(Request) is null ? Redirect("/counter/help") : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (provenPhone.Number(Request) is not { } number)
        {
            return Redirect("/counter/help?code=gone");
        }

        var wish = new SignUpWish(number, Pin, PinAgain, Consent, Borrowed: true);
        var answer = await startPassport.AtCounterAsync(wish, HttpContext.RequestAborted);
        if (answer.Wallet is not { } wallet)
        {
            Problem = refusals.Say(answer);
            Response.StatusCode = refusals.Status(answer);
            return Page();
        }

        provenPhone.Forget(HttpContext);
        await helpWorker.StartAsync(HttpContext, CounterSession.HelperOf(User), wallet);
        return Redirect("/helped");
    }
}
