using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.Passkeys;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Account;

/// <summary>The worker's own data: another PIN, a copy of everything, or an end.</summary>
[Authorize(Policy = Policies.Worker)]
public sealed class IndexModel(
    CurrentWorker worker, AskPin askPin, ChangePin changePin, ExportData exportData, DeletePassport deletePassport,
    UsePasskeys usePasskeys, QuickLock quickLock, Refusals refusals) : PageModel
{
    [BindProperty]
    public string? Pin { get; set; }

    [BindProperty]
    public string? NewPin { get; set; }

    [BindProperty]
    public string? Again { get; set; }

    [BindProperty]
    public string? Passphrase { get; set; }

    [BindProperty]
    public bool Sure { get; set; }

    public Words? Problem { get; private set; }

    public string? Part { get; private set; }

    public bool Done => Request.Query.ContainsKey("changed");

    /// <summary>The PIN was changed, and passkeys go on opening the passport without it.</summary>
    public bool HasPasskeys { get; private set; }

    /// <summary>Somebody else's phone: a copy of everything would stay on it.</summary>
    public bool IsBorrowed => worker.IsBorrowed;

    public string Number => PhoneNumber.Masked(worker.Phone);

    public async Task OnGetAsync() =>
        HasPasskeys = Done && (await usePasskeys.ListAsync(worker, HttpContext.RequestAborted)).Count > 0;

    public async Task<IActionResult> OnPostPinAsync()
    {
        var answer = await changePin.RunAsync(worker, Pin, NewPin, Again, HttpContext.RequestAborted);
        if (answer.Wallet is not { } wallet)
        {
            return No("pin", answer);
        }

        await Session.RenewAsync(HttpContext, wallet);
        return Redirect("/account?changed=1");
    }

    public async Task<IActionResult> OnPostExportAsync()
    {
        if (IsBorrowed)
        {
            Part = "export";
            Response.StatusCode = StatusCodes.Status403Forbidden;
            return Page();
        }

        if (Passphrase is { Length: > 0 and < ExportData.ShortestPassphrase })
        {
            Part = "export";
            Problem = new Words("no.passphrase_too_short");
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        return await askPin.RunAsync(worker, Pin, HttpContext.RequestAborted) is { } wrong
            ? No("export", wrong)
            : File(
                await exportData.RunAsync(worker, Passphrase, HttpContext.RequestAborted), "application/json",
                "skills-passport.json");
    }

    public async Task<IActionResult> OnPostDeleteAsync()
    {
        if (!Sure)
        {
            Part = "delete";
            Problem = new Words("account.delete_not_sure");
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        if (await askPin.RunAsync(worker, Pin, HttpContext.RequestAborted) is { } wrong)
        {
            return No("delete", wrong);
        }

        await deletePassport.RunAsync(worker, HttpContext.RequestAborted);
        quickLock.Forget(HttpContext);
        await Session.SignOutAsync(HttpContext);
        Session.ClearSite(HttpContext);
        return Redirect("/");
    }

    private PageResult No(string part, SignInAnswer answer)
    {
        Part = part;
        Problem = refusals.Say(answer);
        Response.StatusCode = refusals.Status(answer);
        return Page();
    }
}
