using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Credentials.Verification;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Verifier.Database;
using SkillsPassport.Verifier.Verify;

namespace SkillsPassport.Verifier.Suspicions;

/// <summary>One case: what was written, what the certificate is worth today, notes, and how it ends.</summary>
[Authorize(Policies.Reads)]
public class ShowModel(
    HandleSuspicion handle, SuspicionSeal seal, CheckCredential check, VerifierDb db, IAuthorizationService may)
    : PageModel
{
    public Suspicion Case { get; private set; } = null!;

    public SuspicionEvidence Evidence { get; private set; } = null!;

    public IReadOnlyList<(SuspicionNote Note, string Text)> Notes { get; private set; } = [];

    public IReadOnlyList<AuditEntry> Trail { get; private set; } = [];

    /// <summary>The certificate, when what was handed in is one.</summary>
    public VerificationReport? Report { get; private set; }

    /// <summary>It as a link into our own checker.</summary>
    public string? Payload { get; private set; }

    public HandlingRefusal? Refused { get; private set; }

    public bool MayHandle { get; private set; }

    public string? Typed { get; private set; }

    /// <summary>An address that no program turns into a link: nobody follows it by a slip.</summary>
    public string? SafeAddress => Evidence.Address?.Replace("http", "hxxp", StringComparison.OrdinalIgnoreCase)
        .Replace(".", "[.]", StringComparison.Ordinal);

    public Task<IActionResult> OnGetAsync(string number, CancellationToken cancel) => LoadAsync(number, cancel);

    public Task<IActionResult> OnPostNoteAsync(string number, string? text, CancellationToken cancel) =>
        ActAsync(number, text, () => handle.NoteAsync(number, Officer, text, cancel), cancel);

    public Task<IActionResult> OnPostCloseAsync(
        string number, SuspicionOutcome? outcome, string? reason, CancellationToken cancel) =>
        ActAsync(number, reason, () => handle.CloseAsync(number, Officer, outcome, reason, cancel), cancel);

    public Task<IActionResult> OnPostReopenAsync(string number, string? reason, CancellationToken cancel) =>
        ActAsync(number, reason, () => handle.ReopenAsync(number, Officer, reason, cancel), cancel);

    private string Officer => User.Identity!.Name!;

    private async Task<IActionResult> ActAsync(
        string number, string? typed, Func<Task<HandlingRefusal?>> act, CancellationToken cancel)
    {
        if (!(await may.AuthorizeAsync(User, Policies.Handles)).Succeeded)
        {
            return Forbid();
        }
        Refused = await act();
        if (Refused is null)
        {
            return Redirect($"/suspicions/{Uri.EscapeDataString(number)}");
        }
        Typed = typed;
        Response.StatusCode = Refused switch
        {
            HandlingRefusal.Unknown => StatusCodes.Status404NotFound,
            HandlingRefusal.ClosedMeanwhile => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status422UnprocessableEntity,
        };
        return await LoadAsync(number, cancel);
    }

    private async Task<IActionResult> LoadAsync(string number, CancellationToken cancel)
    {
        var (found, notes) = await handle.ReadAsync(number, Officer, cancel);
        if (found is null)
        {
            return NotFound();
        }
        Response.Headers.CacheControl = "no-store";
        MayHandle = (await may.AuthorizeAsync(User, Policies.Handles)).Succeeded;
        (Case, Evidence) = (found, seal.Open(found));
        Notes = [.. notes.Select(note => (note, seal.OpenNote(note)))];
        Trail = await db.Audit.AsNoTracking().Where(one => one.Subject == number)
            .OrderByDescending(one => one.Sequence).Take(100).ToListAsync(cancel);
        if (VerificationInput.TryRead(Evidence.Certificate, out var request) && request.PaperCwt is { } paper)
        {
            Report = await check.CheckAsync(request, cancel);
            Payload = Base32.Encode(paper);
        }
        return Page();
    }
}
