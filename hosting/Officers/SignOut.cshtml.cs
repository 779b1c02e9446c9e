using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Hosting.Desk;

namespace SkillsPassport.Hosting.Officers;

/// <summary>Ends the officer's sign-in, in this browser and in every other.</summary>
[Authorize]
public sealed class SignOutModel(SignInOfficer signIn, DeskFrame desk) : PageModel
{
    public IActionResult OnGet() => Redirect(desk.Home);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await signIn.EndSessionsAsync(User, cancel);
        await HttpContext.SignOutAsync();
        return Redirect("/sign-in");
    }
}
