using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SkillsPassport.Wallet.SignIn;

[Authorize(Policy = Policies.Worker)]
public sealed class LockModel(CurrentWorker worker, QuickLock quickLock) : PageModel
{
    public async Task<IActionResult> OnPostAsync()
    {
        quickLock.Remember(HttpContext, worker.Phone);
        await HttpContext.SignOutAsync(Session.Scheme);
        return Redirect("/sign-in");
    }
}
