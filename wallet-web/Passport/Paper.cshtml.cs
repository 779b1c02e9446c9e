using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.Offline;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Passport;

/// <summary>The certificate as the paper shows it, and the paper itself as a PDF.</summary>
[Authorize(Policy = Policies.Worker)]
[KeptOffline]
public sealed class PaperModel(ReadPassport readPassport, FetchPaper fetchPaper, CurrentWorker worker) : PageModel
{
    public CertificateView? Certificate { get; private set; }

    /// <summary>What the QR says; null when the paper form is not to be had.</summary>
    public string? QrText { get; private set; }

    /// <summary>The worker asked for the PDF and the issuer did not give it.</summary>
    public bool NoPdf => Request.Query.ContainsKey("nopdf");

    public string? Claim(params ReadOnlySpan<string> path) => ClaimText.Of(Certificate!.Claims, path);

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

    public async Task<IActionResult> OnGetPdfAsync(Guid id)
    {
        if (await readPassport.OneAsync(worker, id, HttpContext.RequestAborted) is not { } view)
        {
            return NotFound();
        }

        var name = new string([.. (ClaimText.Of(view.Claims, "serial_no") ?? "certificate")
            .Where(one => char.IsAsciiLetterOrDigit(one) || one == '-')]);
        return await fetchPaper.FetchAsync(worker, view, HttpContext.RequestAborted) is { } paper
            ? File(paper.Pdf, "application/pdf", $"{name}.pdf")
            : Redirect($"/certificate/{id}/paper?nopdf=1");
    }
}
