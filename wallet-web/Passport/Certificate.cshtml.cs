using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Passport;

[Authorize(Policy = Policies.Worker)]
public sealed class CertificateModel(ReadPassport readPassport, CurrentWorker worker) : PageModel
{
    public CertificateView? Certificate { get; private set; }

    public bool IsNew => Request.Query.ContainsKey("new");

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        Certificate = await readPassport.OneAsync(worker, id, HttpContext.RequestAborted);
        return Certificate is null ? NotFound() : Page();
    }
}
