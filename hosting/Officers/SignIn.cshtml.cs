using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Hosting.Desk;
using SkillsPassport.Hosting.Limits;

namespace SkillsPassport.Hosting.Officers;

/// <summary>Sign-in of officers.</summary>
[AllowAnonymous]
public sealed class SignInModel(SignInOfficer signIn, DeskFrame desk) : PageModel
{
    [BindProperty] public string? UserName { get; set; }

    [BindProperty] public string? Password { get; set; }

    public SignInRefusal? Refused { get; private set; }

    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? Redirect(desk.Home) : Page();

    public async Task<IActionResult> OnPostAsync(string? back, CancellationToken cancel)
    {
        var (officer, refused, wait) = await signIn.SignInAsync(UserName, Password,
            HttpContext.Connection.RemoteIpAddress, cancel);
        if (officer is null)
        {
            Refused = refused;
            if (wait is { } until)
            {
                Response.SayRetryAfter(until);
            }

            Response.StatusCode = refused switch
            {
                SignInRefusal.TooManyTries => StatusCodes.Status429TooManyRequests,
                _ => StatusCodes.Status401Unauthorized,
            };
            return Page();
        }

        await HttpContext.SignInAsync(officer);
        return LocalRedirect(Url.IsLocalUrl(back) ? back! : desk.Home);
    }
}
