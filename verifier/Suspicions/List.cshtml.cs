using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Desk;
using SkillsPassport.Verifier.Database;

namespace SkillsPassport.Verifier.Suspicions;

/// <summary>The queue, oldest open case first.</summary>
[Authorize(Policies.Reads)]
public class ListModel(VerifierDb db) : PageModel
{
    public const int OnPage = 50;

    public IReadOnlyList<Suspicion> Cases { get; private set; } = [];

    public SuspicionState? State { get; private set; }

    public IReadOnlyDictionary<SuspicionState, int> Counts { get; private set; } =
        new Dictionary<SuspicionState, int>();

    public PageTurn Turn { get; private set; } = new(1, false, "");

    public string? Sought { get; private set; }

    public async Task OnGetAsync(string? state, string? number, [FromQuery(Name = "page")] int? turn,
        CancellationToken cancel)
    {
        State = Enum.TryParse<SuspicionState>(state, out var named) && Enum.IsDefined(named) ? named : null;
        Sought = string.IsNullOrWhiteSpace(number) ? null : SuspicionSeal.Clean(number, 8);
        Counts = await db.Suspicions.GroupBy(one => one.State).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(one => one.Key, one => one.Count, cancel);
        var at = PageTurn.At(turn);
        var cases = db.Suspicions.AsNoTracking();
        cases = Sought is not null ? cases.Where(one => one.Number == Sought)
            : State is { } only ? cases.Where(one => one.State == only)
            : cases.Where(one => one.State != SuspicionState.Closed);
        cases = State == SuspicionState.Closed
            ? cases.OrderByDescending(one => one.ClosedAt) : cases.OrderBy(one => one.ReceivedAt);
        var found = await cases.Skip((at - 1) * OnPage).Take(OnPage + 1).ToListAsync(cancel);
        Cases = found.Take(OnPage).ToList();
        Turn = new PageTurn(at, found.Count > OnPage, $"/suspicions?state={State}&page=");
    }
}
