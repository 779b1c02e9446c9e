using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Issuer.Officers;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>Templates, sending a sheet in, and everything that is wrong with it.</summary>
[Authorize(Policies.Uploads)]
[RequestSizeLimit(LargestRequest)]
[RequestFormLimits(MultipartBodyLengthLimit = LargestRequest)]
[RefuseLongBody]
public sealed class SendSheetModel(ReceiveSheet receive, KeptFindings kept) : PageModel
{
    // Above the sheet's own limit, so that a sheet that is too large gets a sentence and not a broken connection.
    private const int LargestRequest = 48 * 1024 * 1024;

    public KeptCheck? Check { get; private set; }

    public string Kept { get; private set; } = "";

    /// <summary>The code the list is narrowed to.</summary>
    public string? Only { get; private set; }

    public string? AlreadyHere { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? file, CancellationToken cancel)
    {
        if (file is null || file.Length == 0)
        {
            return Show(new KeptCheck("", 0, [new Finding(0, "", file is null ? "file_missing" : "file_empty")]));
        }

        await using var stream = file.OpenReadStream();
        switch (await receive.ReceiveAsync(stream, file.FileName, User.Identity!.Name!, cancel))
        {
            case Reception.Received received:
                TempData["received"] = received.Check.Notices;
                return RedirectToPage("/Sheets/ShowSheet", new { id = received.SheetId });
            case Reception.AlreadyHere here:
                AlreadyHere = here.SheetId;
                return Show(new KeptCheck(file.FileName, here.Check.RowCount, here.Check.Findings),
                    StatusCodes.Status409Conflict);
            case Reception.Refused refused:
                return Show(new KeptCheck(file.FileName, refused.Check.RowCount, refused.Check.Findings));
            default:
                throw new InvalidOperationException("Unknown reception.");
        }
    }

    /// <summary>The same list, narrowed to one code.</summary>
    public IActionResult OnPostNarrow(string? keptFindings, string? code) =>
        kept.Open(keptFindings) is { } check ? Narrowed(check, code) : RedirectToPage();

    /// <summary>The list as a file, in English and Bangla.</summary>
    public IActionResult OnPostDownload(string? keptFindings)
    {
        if (kept.Open(keptFindings) is not { } check)
        {
            return RedirectToPage();
        }

        var csv = WriteCsv.Bytes(check.Findings.Select(IEnumerable<string> (one) =>
        [
            one.Row == 0 ? "" : $"{one.Row}", one.Column, one.Code, one.IsNotice ? "notice" : "error",
            one.Reason("en"), one.Remedy("en"), one.Reason("bn"), one.Remedy("bn"),
        ]).Prepend(["row", "column", "code", "severity", "reason", "remedy", "reason_bn", "remedy_bn"]));
        return File(csv, "text/csv; charset=utf-8", "result-sheet-errors.csv");
    }

    private PageResult Narrowed(KeptCheck check, string? code)
    {
        Only = check.Findings.Any(one => one.Code == code) ? code : null;
        return Show(check);
    }

    private PageResult Show(KeptCheck check, int status = StatusCodes.Status422UnprocessableEntity)
    {
        Check = check;
        Kept = kept.Keep(check);
        Response.StatusCode = status;
        return Page();
    }
}
