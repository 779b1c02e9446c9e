using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Hosting.Desk;

namespace SkillsPassport.Hosting.Officers;

/// <summary>Ends the sign-in in this browser.</summary>
[Authorize]
public sealed class SignOutModel(DeskFrame desk) : PageModel
{
    public IActionResult OnGet() => Redirect(desk.Home);

    public async Task<IActionResult> OnPostAsync()
    {
        await HttpContext.SignOutAsync();
        return Redirect("/sign-in");
    }
}
