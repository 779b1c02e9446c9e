using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>Signs this phone out and forgets it; somebody else's phone forgets everything too.</summary>
[Authorize(Policy = Policies.Receives)]
public sealed class SignOutModel(CurrentWorker worker, Devices devices, QuickLock quickLock) : PageModel
{
    public bool IsBorrowed => worker.IsBorrowed;

    public async Task<IActionResult> OnPostAsync()
    {
        var isHelped = Session.HelperOf(User) is not null;
        await devices.EndAsync(worker, worker.Device, HttpContext.RequestAborted);
        quickLock.Forget(HttpContext);
        if (!isHelped)
        {
            Session.ClearKeptPages(HttpContext);
        }

        await Session.SignOutAsync(HttpContext);
        return Redirect(isHelped ? "/counter" : "/");
    }
}
