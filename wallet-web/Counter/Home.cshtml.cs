using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.Counter;

[Authorize(Policy = Policies.Helper)]
public sealed class HomeModel(WalletDb db, SignInOfficer signIn) : PageModel
{
    public Helper Helper => CounterSession.HelperOf(User);

    public bool IsSupervisor => User.IsInRole(Policies.Supervisor);

    public async Task<IActionResult> OnPostAsync()
    {
        await CounterSession.SignOutAsync(HttpContext, db, signIn);
        return Redirect("/counter/sign-in");
    }
}
