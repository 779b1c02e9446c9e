using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SkillsPassport.Issuer.Officers;

/// <summary>Ends the sign-in in this browser.</summary>
[Authorize(Policies.Reads)]
public sealed class SignOutModel : PageModel
{
    public IActionResult OnGet() => Redirect("/sheets");

    public async Task<IActionResult> OnPostAsync()
    {
        await HttpContext.SignOutAsync();
        return Redirect("/sign-in");
    }
}
