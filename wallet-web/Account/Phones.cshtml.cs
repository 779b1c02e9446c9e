using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.Passkeys;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Account;

/// <summary>Where the passport is open, and a way to close it there. Passkeys stand beside the phones: whoever lost one
/// must see that it is a way in of its own.</summary>
[Authorize(Policy = Policies.Worker)]
public sealed class PhonesModel(
    CurrentWorker worker, Devices devices, UsePasskeys usePasskeys, AskPin askPin, QuickLock quickLock,
    Refusals refusals) : PageModel
{
    [BindProperty]
    public string? Pin { get; set; }

    public IReadOnlyList<DeviceView> Phones { get; private set; } = [];

    public IReadOnlyList<PasskeyView> Passkeys { get; private set; } = [];

    public bool Done => Request.Query.ContainsKey("done");

    public Words? Problem { get; private set; }

    public async Task OnGetAsync()
    {
        Phones = await devices.ListAsync(worker, HttpContext.RequestAborted);
        Passkeys = await usePasskeys.ListAsync(worker, HttpContext.RequestAborted);
    }

    public async Task<IActionResult> OnPostEndAsync(Guid id) =>
        await devices.EndAsync(worker, id, HttpContext.RequestAborted)
            ? Redirect("/account/phones?done=1")
            : NotFound();

    /// <param name="passkeys">Removes every passkey too, and asks for the PIN as each removal does.</param>
    public async Task<IActionResult> OnPostAllAsync(bool passkeys)
    {
        if (passkeys && await askPin.RunAsync(worker, Pin, HttpContext.RequestAborted) is { } wrong)
        {
            Problem = refusals.Say(wrong);
            Response.StatusCode = refusals.Status(wrong);
            await OnGetAsync();
            return Page();
        }

        await devices.EndAllAsync(worker, passkeys, HttpContext.RequestAborted);
        quickLock.Forget(HttpContext);
        await Session.SignOutAsync(HttpContext);
        return Redirect("/sign-in?other=1");
    }
}
