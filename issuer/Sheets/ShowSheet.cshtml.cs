using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Issuer.Approval;
using SkillsPassport.Issuer.Awards;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;
using SkillsPassport.Issuer.Offers;
using SkillsPassport.Issuer.Officers;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>One sheet: its rows, who approved it, the decision, and how far the issuing is.</summary>
[Authorize(Policies.Reads)]
public sealed class ShowSheetModel(IssuerDb db, ApproveSheet approve, RejectSheet reject, CompareCorrection compare,
    MakeOffer offers, IAuthorizationService may, TimeProvider clock) : PageModel
{
    public const int RowsOnPage = 100;

    public ResultSheet Sheet { get; private set; } = null!;

    public IReadOnlyList<SheetApproval> Approvals { get; private set; } = [];

    public IReadOnlyList<SheetLine> Lines { get; private set; } = [];

    /// <summary>What a correction changes; null when its rows are not the ones that were sealed.</summary>
    public IReadOnlyList<ChangedCell>? Changes { get; private set; }

    private IReadOnlyList<RevokedRow> Revoked { get; set; } = [];

    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>();

    public int PageNumber { get; private set; } = 1;

    public int Pages => Math.Max(1, (Sheet.RowCount + RowsOnPage - 1) / RowsOnPage);

    public int Signed { get; private set; }

    /// <summary>What the print run leaves out, because only a valid certificate is handed out.</summary>
    public IReadOnlyList<(AwardState State, int Awards)> LeftOut { get; private set; } = [];

    /// <summary>How many certificates of an issued sheet can be printed and given to wallets.</summary>
    public int Valid => Sheet.Awards - LeftOut.Sum(one => one.Awards);

    /// <summary>How many of them have no claim slip that can be used.</summary>
    public int SlipsMissing { get; private set; }

    public bool MayMakeSlips { get; private set; }

    public Refusal? Refused { get; private set; }

    public bool MayDecide { get; private set; }

    public bool MayApprove => MayDecide && !IsUploader && Approvals.All(one => one.Officer != User.Identity!.Name);

    public bool IsUploader => Sheet.UploadedBy == User.Identity!.Name;

    /// <summary>A correction needs one other officer, an uploaded sheet two.</summary>
    public string PhraseOf(Refusal refusal) => Refusals.Phrase(refusal)
        + (refusal == Refusal.UploaderMayNotApprove && Sheet.ApprovalsNeeded == 1 ? ".one" : "");

    /// <summary>The last day of what the row earned; null while it is not past.</summary>
    public DateOnly? EndOf(ResultRow row) =>
        row is { Award: not null, ResultPublishedOn: { } published } && Validity.Until(published) is var end
            && end < Validity.Today(clock) ? end : null;

    /// <summary>Revoked certificates on record under one of the row's numbers: two officers decide, and should know.
    /// </summary>
    public IEnumerable<string> RevokedOf(ResultRow row) => Revoked
        .Where(one => one.Has(row.IdentityIndex) || one.Has(row.PassportIndex)).Select(one => one.SerialNo);

    public async Task<IActionResult> OnGetAsync(string id, int? p, CancellationToken cancel) =>
        await LoadAsync(id, p ?? 1, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostApproveAsync(string id, string? digest, CancellationToken cancel) =>
        await DecideAsync(id, () => approve.ApproveAsync(id, digest ?? "", User.Identity!.Name!, cancel), cancel);

    public async Task<IActionResult> OnPostRejectAsync(string id, string? reason, CancellationToken cancel)
    {
        // The uploader may take an own sheet back; anybody else needs to be an officer.
        var own = await db.Sheets.AnyAsync(sheet => sheet.Id == id && sheet.UploadedBy == User.Identity!.Name, cancel);
        return await DecideAsync(id, () => reject.RejectAsync(id, reason, User.Identity!.Name!, cancel), cancel, own);
    }

    /// <summary>Each slip that is missing is made, and its PIN goes to the worker's phone.</summary>
    public async Task<IActionResult> OnPostClaimSlipsAsync(string id, CancellationToken cancel)
    {
        if (!(await may.AuthorizeAsync(User, Policies.Uploads)).Succeeded)
        {
            return Forbid();
        }

        await offers.EnsureForSheetAsync(id, User.Identity!.Name!, cancel);
        return RedirectToPage(new { id });
    }

    private async Task<IActionResult> DecideAsync(string id, Func<Task<Refusal?>> act, CancellationToken cancel,
        bool own = false)
    {
        if (!own && !(await may.AuthorizeAsync(User, Policies.Decides)).Succeeded)
        {
            return Forbid();
        }

        if (await act() is { } refusal)
        {
            if (!await LoadAsync(id, 1, cancel))
            {
                return NotFound();
            }

            Refused = refusal;
            Response.StatusCode = Refusals.Status(refusal);
            return Page();
        }

        return RedirectToPage(new { id });
    }

    private async Task<bool> LoadAsync(string id, int page, CancellationToken cancel)
    {
        var sheet = await db.Sheets.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancel);
        if (sheet is null)
        {
            return false;
        }

        Sheet = sheet;
        PageNumber = Math.Clamp(page, 1, Pages);
        Approvals = await db.Approvals.AsNoTracking().Where(one => one.SheetId == id).OrderBy(one => one.Ordinal)
            .ToListAsync(cancel);
        Signed = sheet.State is SheetState.Approved or SheetState.Issued
            ? await db.Awards.CountAsync(one => one.SheetId == id && one.State != AwardState.Intended, cancel) : 0;
        Lines = await (
            from row in db.Rows.AsNoTracking()
            where row.SheetId == id
            from award in db.Awards.Where(one => one.SheetId == id && one.Line == row.Line).DefaultIfEmpty()
            orderby row.Line
            select new SheetLine(row, award == null ? null : award.SerialNo, award == null ? null : award.State))
            .Skip((PageNumber - 1) * RowsOnPage).Take(RowsOnPage).ToListAsync(cancel);
        Revoked = sheet.State == SheetState.Submitted ? await RevokedAsync(cancel) : [];
        LeftOut = sheet.State == SheetState.Issued ? await LeftOutAsync(cancel) : [];
        SlipsMissing = sheet.State == SheetState.Issued ? await offers.CountMissingAsync(id, cancel) : 0;
        Changes = sheet.Kind == SheetKind.Correction ? await compare.ChangesAsync(db, sheet, cancel) : [];
        var people = Approvals.Select(one => one.Officer).Append(sheet.UploadedBy).Append(sheet.ClosedBy ?? "")
            .ToList();
        Names = await db.Officers.Where(one => people.Contains(one.UserName))
            .ToDictionaryAsync(one => one.UserName, one => one.DisplayName, cancel);
        MayMakeSlips = (await may.AuthorizeAsync(User, Policies.Uploads)).Succeeded;
        MayDecide = (await may.AuthorizeAsync(User, Policies.Decides)).Succeeded;
        return true;
    }

    private async Task<List<(AwardState State, int Awards)>> LeftOutAsync(CancellationToken cancel)
    {
        var counted = await db.Awards.Where(one => one.SheetId == Sheet.Id && one.State != AwardState.Valid)
            .GroupBy(one => one.State).Select(state => new { state.Key, Awards = state.Count() }).ToListAsync(cancel);
        return [.. counted.OrderBy(one => one.Key).Select(one => (one.Key, one.Awards))];
    }

    private async Task<List<RevokedRow>> RevokedAsync(CancellationToken cancel)
    {
        List<byte[]> numbers = [.. Lines.SelectMany(line => new[] { line.Row.IdentityIndex, line.Row.PassportIndex })
            .OfType<byte[]>()];
        return await (
            from award in db.Awards.AsNoTracking()
            join row in db.Rows.AsNoTracking() on new { award.SheetId, award.Line } equals new { row.SheetId, row.Line }
            where award.State == AwardState.Revoked && (numbers.Contains(row.IdentityIndex)
                || (row.PassportIndex != null && numbers.Contains(row.PassportIndex)))
            select new RevokedRow(award.SerialNo, row.IdentityIndex, row.PassportIndex)).ToListAsync(cancel);
    }

    private sealed record RevokedRow(string SerialNo, byte[] Identity, byte[]? Passport)
    {
        public bool Has(byte[]? number) => number is not null
            && (Identity.AsSpan().SequenceEqual(number) || (Passport?.AsSpan().SequenceEqual(number) ?? false));
    }
}

/// <summary>A row of the sheet and the award it became.</summary>
public sealed record SheetLine(ResultRow Row, string? SerialNo, AwardState? State);
