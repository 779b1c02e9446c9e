using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SkillsPassport.Wallet.Recovery;

/// <summary>The end of a recovery: a new PIN, and everything is there.</summary>
[AllowAnonymous]
public sealed class RecoverPinModel(FinishRecovery finish, RecoveryPass pass, Refusals refusals) : PageModel
{
    [BindProperty]
    public string? Pin { get; set; }

    [BindProperty]
    public string? Again { get; set; }

    [BindProperty]
    public bool Borrowed { get; set; }

    public Words? Problem { get; private set; }

    public async Task<IActionResult> OnGetAsync() => pass.Find(Request) is not { } id
        ? Redirect("/recover?code=gone")
        : await finish.IsDoneAsync(id, HttpContext.RequestAborted) ? AlreadyDone() : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (pass.Find(Request) is not { } id)
        {
            return Redirect("/recover?code=gone");
        }

        if (await finish.IsDoneAsync(id, HttpContext.RequestAborted))
        {
            return AlreadyDone();
        }

        var (answer, refusal) = await finish.RunAsync(HttpContext, id, Pin, Again, Borrowed);
        if (refusal == RecoveryRefusal.NotReady && await finish.IsDoneAsync(id, HttpContext.RequestAborted))
        {
            // Its twin was first.
            return AlreadyDone();
        }

        if (refusal is { } no)
        {
            Problem = new Words(Refusals.Key(no));
            Response.StatusCode = Refusals.Status(no);
            return Page();
        }

        if (answer!.Refusal is not null)
        {
            Problem = refusals.Say(answer);
            Response.StatusCode = refusals.Status(answer);
            return Page();
        }

        pass.Forget(HttpContext);
        return Redirect("/passport");
    }

    private RedirectResult AlreadyDone()
    {
        pass.Forget(HttpContext);
        return Redirect("/sign-in?other=1&recovered=1");
    }
}
