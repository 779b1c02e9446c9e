using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Issuer.Certificates;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;
using SkillsPassport.Issuer.Officers;

namespace SkillsPassport.Issuer.Awards;

/// <summary>One certificate as a PDF; of one that is not valid, a page that says why there is none.</summary>
[Authorize(Policies.Reads)]
public sealed class DownloadCertificateModel(IssuerDb db, IOptions<IssuerOptions> options) : PageModel
{
    public IssuedAward Award { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string serial, CancellationToken cancel)
    {
        var award = await db.Awards.AsNoTracking()
            .SingleOrDefaultAsync(one => one.SerialNo == serial && one.State != AwardState.Intended, cancel);
        var cwt = await db.Copies.Where(copy => copy.SerialNo == serial && copy.Form == CopyForm.Paper)
            .OrderBy(copy => copy.SignedAt).Select(copy => copy.Bytes).FirstOrDefaultAsync(cancel);
        if (award is null || cwt is null)
        {
            return NotFound();
        }

        if (award.State != AwardState.Valid)
        {
            Award = award;
            Response.StatusCode = StatusCodes.Status409Conflict;
            return Page();
        }

        // As of every PDF about a person; a page cannot answer with the endpoints' PrivatePdf.
        Response.Headers.CacheControl = "no-store";
        return File(Certificate.ToPdf(CertificatePaper.Of(options.Value, award, cwt)), "application/pdf",
            $"{serial}.pdf");
    }
}
