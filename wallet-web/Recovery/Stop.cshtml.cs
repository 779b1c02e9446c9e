using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Hosting.Database;

namespace SkillsPassport.Wallet.Recovery;

/// <summary>What the link in the alarm opens: one tap says no. Opening the link alone changes nothing, because phones
/// and networks open links by themselves.</summary>
[AllowAnonymous]
public sealed class StopModel(SettleRecovery settle, ICounters counters) : PageModel
{
    private const int LooksPerAddress = 60;

    public bool May { get; private set; }

    public bool Done { get; private set; }

    public async Task OnGetAsync(string secret)
    {
        May = await AllowedAsync() && await settle.MayCancelAsync(secret, HttpContext.RequestAborted);
        if (!May)
        {
            Response.StatusCode = StatusCodes.Status410Gone;
        }
    }

    public async Task OnPostAsync(string secret)
    {
        Done = await AllowedAsync() && await settle.CancelAsync(secret, HttpContext.RequestAborted);
        if (!Done)
        {
            Response.StatusCode = StatusCodes.Status410Gone;
        }
    }

    private async Task<bool> AllowedAsync() => (await counters.TakeAsync(
        $"stop|{HttpContext.Connection.RemoteIpAddress}", LooksPerAddress, TimeSpan.FromHours(1),
        HttpContext.RequestAborted)).Allowed;
}
