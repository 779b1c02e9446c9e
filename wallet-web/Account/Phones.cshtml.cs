using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Account;

/// <summary>Where the passport is open, and a way to close it there.</summary>
[Authorize(Policy = Policies.Worker)]
public sealed class PhonesModel(CurrentWorker worker, Devices devices, QuickLock quickLock) : PageModel
{
    public IReadOnlyList<DeviceView> Phones { get; private set; } = [];

    public bool Done => Request.Query.ContainsKey("done");

    public async Task OnGetAsync() => Phones = await devices.ListAsync(worker, HttpContext.RequestAborted);

    public async Task<IActionResult> OnPostEndAsync(Guid id) =>
        await devices.EndAsync(worker, id, HttpContext.RequestAborted)
            ? Redirect("/account/phones?done=1")
            : NotFound();

    public async Task<IActionResult> OnPostAllAsync()
    {
        await devices.EndAllAsync(worker, HttpContext.RequestAborted);
        quickLock.Forget(HttpContext);
        await Session.SignOutAsync(HttpContext);
        return Redirect("/sign-in?other=1");
    }
}
