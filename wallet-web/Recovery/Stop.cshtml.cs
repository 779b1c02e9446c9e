using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SkillsPassport.Wallet.Recovery;

/// <summary>What the link in the alarm opens: one tap says no. Opening the link alone changes nothing, because phones
/// and networks open links by themselves. Looked at without a limit: nobody finds one of its 96 random bits by trying,
/// and whoever shares the owner's mobile address must not shut it.</summary>
[AllowAnonymous]
public sealed class StopModel(SettleRecovery settle) : PageModel
{
    public bool May { get; private set; }

    public bool Done { get; private set; }

    public async Task OnGetAsync(string secret)
    {
        May = await settle.MayCancelAsync(secret, HttpContext.RequestAborted);
        if (!May)
        {
            Response.StatusCode = StatusCodes.Status410Gone;
        }
    }

    public async Task OnPostAsync(string secret)
    {
        Done = await settle.CancelAsync(secret, HttpContext.RequestAborted);
        if (!Done)
        {
            Response.StatusCode = StatusCodes.Status410Gone;
        }
    }
}
