using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Desk;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Officers;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>All sheets, the ones that wait for somebody first.</summary>
[Authorize(Policies.Reads)]
public sealed class ListSheetsModel(IssuerDb db) : PageModel
{
    public const int OnPage = 50;

    public IReadOnlyList<ResultSheet> Sheets { get; private set; } = [];

    public IReadOnlyDictionary<string, int> Approvals { get; private set; } = new Dictionary<string, int>();

    public IReadOnlyDictionary<SheetState, int> Counts { get; private set; } = new Dictionary<SheetState, int>();

    public SheetState? Only { get; private set; }

    public int PageNumber { get; private set; } = 1;

    public bool HasMore { get; private set; }

    public async Task OnGetAsync(SheetState? state, int? p, CancellationToken cancel)
    {
        Only = state;
        PageNumber = PageTurn.At(p);
        Counts = await db.Sheets.GroupBy(sheet => sheet.State)
            .ToDictionaryAsync(group => group.Key, group => group.Count(), cancel);
        var found = await db.Sheets.AsNoTracking().Where(sheet => state == null || sheet.State == state)
            .OrderBy(sheet => sheet.State == SheetState.Submitted ? 0 : 1).ThenByDescending(sheet => sheet.UploadedAt)
            .Skip((PageNumber - 1) * OnPage).Take(OnPage + 1).ToListAsync(cancel);
        HasMore = found.Count > OnPage;
        Sheets = [.. found.Take(OnPage)];
        var ids = Sheets.Select(sheet => sheet.Id).ToList();
        Approvals = await db.Approvals.Where(one => ids.Contains(one.SheetId)).GroupBy(one => one.SheetId)
            .ToDictionaryAsync(group => group.Key, group => group.Count(), cancel);
    }
}
