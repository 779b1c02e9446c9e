using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SkillsPassport.Wallet.SignIn;

[Authorize(Policy = Policies.Worker)]
public sealed class LockModel(CurrentWorker worker, Devices devices, QuickLock quickLock) : PageModel
{
    public async Task<IActionResult> OnPostAsync()
    {
        if (worker.IsBorrowed)
        {
            return Redirect("/sign-out");
        }

        quickLock.Remember(HttpContext, worker.Phone);
        await devices.LockAsync(worker, HttpContext.RequestAborted);
        await Session.SignOutAsync(HttpContext);
        return Redirect("/sign-in");
    }
}
