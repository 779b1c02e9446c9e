using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SkillsPassport.Wallet.SignIn;

[AllowAnonymous]
public sealed class WelcomeModel : PageModel
{
    public IActionResult OnGet() => Session.WalletId(User) is null ? Page() : Redirect("/passport");
}
