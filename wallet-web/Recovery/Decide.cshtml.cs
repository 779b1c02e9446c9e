using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.Counter;

namespace SkillsPassport.Wallet.Recovery;

/// <summary>The second person: another account than the one that asked.</summary>
[Authorize(Policy = Policies.Supervisor)]
public sealed class DecideModel(SettleRecovery settle) : PageModel
{
    private const int LastPage = 10_000;

    public IReadOnlyList<RecoveryView> Requests { get; private set; } = [];

    /// <summary>From 0.</summary>
    [BindProperty(SupportsGet = true, Name = "after")]
    public int Number { get; set; }

    public bool More { get; private set; }

    public Words? Problem { get; private set; }

    public async Task OnGetAsync() => (Requests, More) = await settle.ListAsync(
        Math.Clamp(Number, 0, LastPage), HttpContext.RequestAborted);

    public async Task<IActionResult> OnPostAsync(Guid id, bool approve)
    {
        var refusal = await settle.DecideAsync(
            CounterSession.HelperOf(User), id, approve, HttpContext.RequestAborted);
        if (refusal is null)
        {
            return Redirect("/counter/recoveries");
        }

        Problem = new Words(Refusals.Key(refusal.Value));
        Response.StatusCode = Refusals.Status(refusal.Value);
        await OnGetAsync();
        return Page();
    }
}
