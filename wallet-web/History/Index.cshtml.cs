using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.History;

/// <summary>Everything that happened in this passport, newest first.</summary>
[Authorize(Policy = Policies.Worker)]
public sealed class IndexModel(CurrentWorker worker, WalletDb db) : PageModel
{
    private const int PageSize = 50;

    public sealed record Line(HistoryKind Kind, string? About, DateTimeOffset At);

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    /// <summary>Where the next page begins; null at the end.</summary>
    public long? Older { get; private set; }

    public async Task OnGetAsync([FromQuery] long? before)
    {
        var until = before is >= 0 && before < DateTimeOffset.MaxValue.UtcTicks
            ? new DateTimeOffset(before.Value, TimeSpan.Zero)
            : DateTimeOffset.MaxValue;
        var entries = await db.History.AsNoTracking()
            .Where(one => one.WalletId == worker.Account.Id && one.At < until)
            .OrderByDescending(one => one.At).ThenByDescending(one => one.Id).Take(PageSize)
            .ToListAsync(HttpContext.RequestAborted);
        Lines = [.. entries.Select(one => new Line(one.Kind, HistoryLog.About(worker.Vault, one), one.At))];
        Older = entries.Count == PageSize ? entries[^1].At.UtcTicks : null;
    }
}
