using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Passkeys;

/// <summary>Passkeys of this passport: add this phone's, remove any. The PIN is asked for both.</summary>
[Authorize(Policy = Policies.Worker)]
public sealed class IndexModel(
    CurrentWorker worker, UsePasskeys usePasskeys, AskPin askPin, Refusals refusals, Phrases phrases) : PageModel
{
    [BindProperty]
    public string? Pin { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Credential { get; set; }

    public IReadOnlyList<PasskeyView> Passkeys { get; private set; } = [];

    public bool IsBorrowed => worker.IsBorrowed;

    public bool Added => Request.Query.ContainsKey("added");

    public Words? Problem { get; private set; }

    public async Task OnGetAsync() => Passkeys = await usePasskeys.ListAsync(worker, HttpContext.RequestAborted);

    /// <summary>Asked by the page's script: the PIN first, then what the browser needs.</summary>
    public async Task<IActionResult> OnPostOptionsAsync()
    {
        if (IsBorrowed)
        {
            return Said("passkeys.borrowed", StatusCodes.Status403Forbidden);
        }

        if (await askPin.RunAsync(worker, Pin, HttpContext.RequestAborted) is { } wrong)
        {
            var words = refusals.Say(wrong);
            Response.StatusCode = refusals.Status(wrong);
            return new JsonResult(new { said = phrases[words.Key, words.Args] });
        }

        return await usePasskeys.AskToAddAsync(HttpContext, worker) is { } options
            ? Content(options, "application/json")
            : Said("no.too_many_passkeys", StatusCodes.Status409Conflict);
    }

    public async Task<IActionResult> OnPostAsync() =>
        !IsBorrowed && await usePasskeys.AddAsync(HttpContext, worker, Credential, Name)
            ? Redirect("/account/passkeys?added=1")
            : await NoAsync(new Words("passkeys.failed"), StatusCodes.Status422UnprocessableEntity);

    public async Task<IActionResult> OnPostRemoveAsync(Guid id)
    {
        if (await askPin.RunAsync(worker, Pin, HttpContext.RequestAborted) is { } wrong)
        {
            return await NoAsync(refusals.Say(wrong), refusals.Status(wrong));
        }

        return await usePasskeys.RemoveAsync(worker, id, HttpContext.RequestAborted)
            ? Redirect("/account/passkeys")
            : NotFound();
    }

    private JsonResult Said(string key, int status)
    {
        Response.StatusCode = status;
        return new JsonResult(new { said = phrases[key] });
    }

    private async Task<IActionResult> NoAsync(Words problem, int status)
    {
        Problem = problem;
        Response.StatusCode = status;
        await OnGetAsync();
        return Page();
    }
}
