using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.Share;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Recruiters;

/// <summary>One warning: stop sharing with this recruiter, or put the warning aside. Neither asks for the PIN: stopping
/// must be one tap.</summary>
[Authorize(Policy = Policies.Worker)]
public sealed class WarningModel(ReadNotices notices, StopShare stopShare, CurrentWorker worker) : PageModel
{
    public WarningView? Warning { get; private set; }

    public bool IsStopped => Request.Query.ContainsKey("stopped");

    public async Task<IActionResult> OnGetAsync(Guid id) => await FindAsync(id) is null ? NotFound() : Page();

    public async Task<IActionResult> OnPostStopAsync(Guid id)
    {
        if (await FindAsync(id) is not { } warning)
        {
            return NotFound();
        }

        await stopShare.AllForAsync(worker, warning.RecruiterIndex, HttpContext.RequestAborted);
        await notices.PutAsideAsync(worker, id, HttpContext.RequestAborted);
        return Redirect($"/share/warning/{id}?stopped=1");
    }

    public async Task<IActionResult> OnPostSeenAsync(Guid id)
    {
        if (await FindAsync(id) is null)
        {
            return NotFound();
        }

        await notices.PutAsideAsync(worker, id, HttpContext.RequestAborted);
        return Redirect("/passport");
    }

    private async Task<WarningView?> FindAsync(Guid id) =>
        Warning = await notices.FindAsync(worker, id, HttpContext.RequestAborted);
}
