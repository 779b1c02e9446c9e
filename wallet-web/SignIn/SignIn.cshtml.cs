using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SkillsPassport.Wallet.SignIn;

[AllowAnonymous]
public sealed class SignInModel(OpenPassport openPassport, QuickLock quickLock, Refusals refusals) : PageModel
{
    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public string? Pin { get; set; }

    /// <summary>The masked number of the passport that was locked on this phone, when it was.</summary>
    public string? Locked { get; private set; }

    public Words? Problem { get; private set; }

    public string? NextQuery => NextPage.Query(Request);

    public void OnGet()
    {
        if (Request.Query.ContainsKey("other"))
        {
            quickLock.Forget(HttpContext);
            return;
        }

        Locked = quickLock.Number(Request) is { } number ? PhoneNumber.Masked(number) : null;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var locked = Phone is null ? quickLock.Number(Request) : null;
        var answer = await openPassport.RunAsync(HttpContext, locked ?? Phone, Pin);
        if (answer.Refusal is null)
        {
            quickLock.Forget(HttpContext);
            return LocalRedirect(NextPage.Of(Request));
        }

        Locked = locked is null ? null : PhoneNumber.Masked(locked);
        Problem = refusals.Say(answer);
        Response.StatusCode = refusals.Status(answer);
        return Page();
    }
}
