using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SkillsPassport.Wallet.Counter;

[Authorize(Policy = Policies.Helper)]
public sealed class HomeModel : PageModel
{
    public Helper Helper => CounterSession.HelperOf(User);

    public bool IsSupervisor => User.IsInRole(Policies.Supervisor);

    public async Task<IActionResult> OnPostAsync()
    {
        await HttpContext.SignOutAsync(CounterSession.Scheme);
        return Redirect("/counter/sign-in");
    }
}
