using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Share;

/// <summary>One share: its link and QR, who looked, and the way to stop it.</summary>
[Authorize(Policy = Policies.Worker)]
public sealed class OneModel(ListShares listShares, StopShare stopShare, CurrentWorker worker) : PageModel
{
    public ShareView? Share { get; private set; }

    public bool IsNew => Request.Query.ContainsKey("new");

    /// <summary>Opens WhatsApp with the message written, on phones and desks; only when the worker taps it.</summary>
    public static string WhatsApp(string message) => "https://wa.me/?text=" + Uri.EscapeDataString(message);

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        Share = await listShares.FindAsync(worker, id, HttpContext.RequestAborted);
        return Share is null ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id) =>
        await stopShare.RunAsync(worker, id, HttpContext.RequestAborted) ? Redirect($"/share/{id}") : NotFound();
}
