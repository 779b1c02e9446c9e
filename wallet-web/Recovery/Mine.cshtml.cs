using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Recovery;

/// <summary>The owner's alarm in the passport: somebody asked for a new PIN at a counter. Stopping it takes the PIN: a
/// thief with an open phone must not stop the owner's own request.</summary>
[Authorize(Policy = Policies.Worker)]
public sealed class MineModel(CurrentWorker worker, SettleRecovery settle, AskPin askPin, Refusals refusals) : PageModel
{
    [BindProperty]
    public string? Pin { get; set; }

    public RecoveryView? Open { get; private set; }

    public bool Stopped => Request.Query.ContainsKey("stopped");

    public Words? Problem { get; private set; }

    public async Task OnGetAsync() => Open = await settle.OfAsync(worker, HttpContext.RequestAborted);

    public async Task<IActionResult> OnPostAsync()
    {
        if (await askPin.RunAsync(worker, Pin, HttpContext.RequestAborted) is { } wrong)
        {
            Problem = refusals.Say(wrong);
            Response.StatusCode = refusals.Status(wrong);
            await OnGetAsync();
            return Page();
        }

        // Its time may have run out while the page was open: then nothing was stopped.
        return Redirect(await settle.CancelAsync(worker, HttpContext.RequestAborted)
            ? "/account/recovery?stopped=1"
            : "/account/recovery");
    }
}
