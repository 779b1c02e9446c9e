using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Share;

[Authorize(Policy = Policies.Worker)]
public sealed class IndexModel(ListShares listShares, CurrentWorker worker) : PageModel
{
    public IReadOnlyList<ShareView> Shares { get; private set; } = [];

    public async Task OnGetAsync() => Shares = await listShares.RunAsync(worker, HttpContext.RequestAborted);
}
