using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SkillsPassport.Wallet.Offline;

/// <summary>What a phone shows when a page cannot be had: kept by the service worker, which says which of its parts is
/// meant. It holds nothing of anybody. Its form is answered on the phone; one that comes here all the same came with a
/// connection, and goes on to the passport.</summary>
[AllowAnonymous]
public sealed class IndexModel : PageModel
{
    public IActionResult OnPost() => Redirect("/passport");
}
