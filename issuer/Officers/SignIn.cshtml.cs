using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SkillsPassport.Issuer.Officers;

/// <summary>Sign-in of officers.</summary>
[AllowAnonymous]
public sealed class SignInModel(SignInOfficer signIn) : PageModel
{
    [BindProperty] public string? UserName { get; set; }

    [BindProperty] public string? Password { get; set; }

    public Refusal? Refused { get; private set; }

    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? Redirect("/sheets") : Page();

    public async Task<IActionResult> OnPostAsync(string? back, CancellationToken cancel)
    {
        var (officer, refused) = await signIn.SignInAsync(UserName, Password,
            HttpContext.Connection.RemoteIpAddress?.ToString(), cancel);
        if (officer is null)
        {
            Refused = refused;
            Response.StatusCode = Refusals.Status(refused!.Value);
            return Page();
        }

        await HttpContext.SignInAsync(officer);
        return LocalRedirect(Url.IsLocalUrl(back) ? back! : "/sheets");
    }
}
