using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Officers;

namespace SkillsPassport.Hosting.Audit;

/// <summary>The trail, newest first, and whether its chain holds.</summary>
[Authorize]
public sealed class ShowAuditModel(OfficersDatabase databases, VerifyAudit verify) : PageModel
{
    public const int OnPage = 100;

    public IReadOnlyList<AuditEntry> Entries { get; private set; } = [];

    public AuditVerdict? Verdict { get; private set; }

    public AuditHead Head { get; private set; } = null!;

    public string? Subject { get; private set; }

    public long? Before { get; private set; }

    public async Task OnGetAsync(string? subject, long? before, CancellationToken cancel) =>
        await LoadAsync(subject, before, cancel);

    /// <summary>Reads the whole trail; a post, because it is work and not a page to be linked to.</summary>
    public async Task OnPostAsync(CancellationToken cancel)
    {
        Verdict = await verify.VerifyAsync(cancel);
        await LoadAsync(null, null, cancel);
    }

    private async Task LoadAsync(string? subject, long? before, CancellationToken cancel)
    {
        Subject = string.IsNullOrWhiteSpace(subject) ? null : subject.Trim();
        await using var db = await databases.OpenAsync(cancel);
        Head = await db.AuditHead.AsNoTracking().SingleAsync(cancel);
        Entries = await db.Audit.AsNoTracking()
            .Where(one => (Subject == null || one.Subject == Subject || one.Actor == Subject)
            && (before == null || one.Sequence < before))
            .OrderByDescending(one => one.Sequence).Take(OnPage).ToListAsync(cancel);
        Before = Entries.Count == OnPage ? Entries[^1].Sequence : null;
    }
}
