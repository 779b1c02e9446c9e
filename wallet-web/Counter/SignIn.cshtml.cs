using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Hosting.Limits;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.Counter;

/// <summary>Sign-in of helpers and supervisors; a worker's cookie means nothing here.</summary>
[AllowAnonymous]
public sealed class SignInModel(SignInOfficer signIn, WalletDb db) : PageModel
{
    [BindProperty]
    public string? UserName { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public Words? Problem { get; private set; }

    public async Task<IActionResult> OnPostAsync()
    {
        var (officer, refused, wait) = await signIn.SignInAsync(
            UserName, Password, HttpContext.Connection.RemoteIpAddress, HttpContext.RequestAborted);
        if (officer is not null)
        {
            await CounterSession.SignInAsync(HttpContext, db, officer);
            return Redirect("/counter");
        }

        if (wait is { } until)
        {
            Response.SayRetryAfter(until);
        }

        Problem = new Words(Refusals.Key(refused!.Value));
        Response.StatusCode = Refusals.Status(refused.Value);
        return Page();
    }
}
