using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Share;

/// <summary>A share on paper, to be handed over: the code, what it shows, when the link ends. Neither the worker's note
/// nor the PIN stands on it.</summary>
[Authorize(Policy = Policies.Worker)]
public sealed class CardModel(ListShares listShares, CurrentWorker worker) : PageModel
{
    public ShareView? Share { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        Share = await listShares.FindAsync(worker, id, HttpContext.RequestAborted);
        return Share is null ? NotFound() : Share.IsOpen ? Page() : Redirect($"/share/{id}");
    }
}
