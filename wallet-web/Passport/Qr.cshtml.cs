using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.Offline;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Passport;

/// <summary>Nothing but the QR, as large as the screen, black on white: what is held out to a camera.</summary>
[Authorize(Policy = Policies.Worker)]
[KeptOffline]
public sealed class QrModel(ReadPassport readPassport, FetchPaper fetchPaper, CurrentWorker worker) : PageModel
{
    public CertificateView? Certificate { get; private set; }

    public string? QrText { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        Certificate = await readPassport.OneAsync(worker, id, HttpContext.RequestAborted);
        if (Certificate is null)
        {
            return NotFound();
        }

        QrText = await fetchPaper.QrTextAsync(worker, Certificate, HttpContext.RequestAborted);
        return Page();
    }
}
