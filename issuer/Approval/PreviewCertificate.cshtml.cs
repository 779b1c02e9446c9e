using System.Security.Cryptography;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Officers;
using SkillsPassport.Issuer.Sheets;

namespace SkillsPassport.Issuer.Approval;

/// <summary>
/// What one row will become, before anybody approves it: everything the paper will say, marked as a preview.
/// </summary>
[Authorize(Policies.Reads)]
public sealed class PreviewCertificateModel(IssuerDb db, SealedSheets seals) : PageModel
{
    public ResultSheet Sheet { get; private set; } = null!;

    public ResultRow Row { get; private set; } = null!;

    public Occupation Occupation { get; private set; } = null!;

    public Framework Framework { get; private set; } = null!;

    public IReadOnlySet<string> Competent { get; private set; } = new HashSet<string>();

    /// <summary>Ending of the phone that the claim slip's PIN goes to; null when the row cannot be opened.</summary>
    public string? MobileLast4 { get; private set; }

    public int? Before { get; private set; }

    public int? After { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id, int line, CancellationToken cancel)
    {
        var sheet = await db.Sheets.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancel);
        var row = await db.Rows.AsNoTracking().SingleOrDefaultAsync(one => one.SheetId == id && one.Line == line,
            cancel);
        if (sheet is null || row is null)
        {
            return NotFound();
        }

        (Sheet, Row) = (sheet, row);
        MobileLast4 = EndOfMobile(row);
        Occupation = FrameworkData.FindOccupation(row.OccupationCode)!;
        Framework = FrameworkData.Find(row.Framework, row.FrameworkVersion)!;
        Competent = CheckedRow.CompetentUnits(row.UnitResults).ToHashSet(StringComparer.Ordinal);
        var lines = db.Rows.Where(one => one.SheetId == id).Select(one => one.Line);
        Before = await lines.Where(one => one < line).OrderByDescending(one => one).Select(one => (int?)one)
            .FirstOrDefaultAsync(cancel);
        After = await lines.Where(one => one > line).OrderBy(one => one).Select(one => (int?)one)
            .FirstOrDefaultAsync(cancel);
        return Page();
    }

    private string? EndOfMobile(ResultRow row)
    {
        try
        {
            return seals.OpenMobile(row)[^4..];
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
