using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Counter;

/// <summary>Where a helped session begins and where it lands when it wants more than it may: it can receive, and says
/// how many certificates are there, not which.</summary>
[Authorize(Policy = Policies.Receives)]
public sealed class HelpedModel(CurrentWorker worker, WalletDb db) : PageModel
{
    public bool IsHelped => Session.HelperOf(User) is not null;

    /// <summary>The passport was made before, and another PIN may have been typed since.</summary>
    public bool FirstPin => IsHelped && Request.Query["pin"] == "first";

    public string Number => PhoneNumber.Masked(worker.Phone);

    public int Certificates { get; private set; }

    public async Task OnGetAsync() => Certificates = await db.Certificates.CountAsync(
        one => one.WalletId == worker.Account.Id, HttpContext.RequestAborted);
}
