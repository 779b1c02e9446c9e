using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Hosting.Start;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Offline;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Receive;

/// <summary>Adding a certificate by hand: scan or paste what the claim slip says, or go on with one begun
/// before.</summary>
[Authorize(Policy = Policies.Receives)]
[KeptOffline]
public sealed class AddModel(
    CurrentWorker worker, WalletDb db, KeepForLater keep, ICounters counters, Phrases phrases) : PageModel
{
    private const int HandedOverPerDay = 100;

    [BindProperty]
    public string? Link { get; set; }

    /// <summary>What the phone kept while it was offline, sealed for this passport.</summary>
    [BindProperty]
    public string? Sealed { get; set; }

    /// <summary>The phone may keep something while it is offline; null on one that is not the worker's.</summary>
    public string? SealKey => PhoneSeal.KeyFor(worker);

    public ReceiveRefusal? Problem { get; private set; }

    public IReadOnlyList<(Guid Id, string What, bool GoesOn)> Waiting { get; private set; } = [];

    public async Task OnGetAsync()
    {
        HttpContext.ContentSecurityPolicy().AllowsCamera = true;
        await LoadAsync();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var got = OfferSource.FromText(Link);
        if (!OfferSource.IsPaper(Link) && got.Is(out var source))
        {
            return LocalRedirect(source.Path);
        }

        HttpContext.ContentSecurityPolicy().AllowsCamera = true;
        Problem = OfferSource.IsPaper(Link) ? ReceiveRefusal.PaperNotSlip : got.Refusal;
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        await LoadAsync();
        return Page();
    }

    /// <summary>Hands over what a phone kept; the same twice is the same once.</summary>
    public async Task<IActionResult> OnPostLaterAsync()
    {
        var taken = await counters.TakeAsync(
            $"later|{worker.Account.Id:N}", HandedOverPerDay, TimeSpan.FromDays(1), HttpContext.RequestAborted);
        if (!taken.Allowed)
        {
            return StatusCode(StatusCodes.Status429TooManyRequests);
        }

        var kept = PhoneSeal.Open<PhoneKept>(worker.Vault, Sealed);
        return kept is not null && await keep.TakeOverAsync(worker, kept, HttpContext.RequestAborted)
            ? StatusCode(StatusCodes.Status204NoContent)
            : StatusCode(StatusCodes.Status422UnprocessableEntity);
    }

    private async Task LoadAsync()
    {
        var waiting = await db.Intentions.AsNoTracking().ReachedBy(worker)
            .Where(one => one.Step != IntentionStep.Received)
            .OrderByDescending(one => one.CreatedAt).Take(20)
            .ToListAsync(HttpContext.RequestAborted);
        Waiting =
        [
            .. waiting.Select(one =>
            {
                var state = worker.Vault.Open<OfferState>(OfferState.Kind, one.Id, one.Sealed);
                var name = state.IssuerName(phrases.Language);
                return (one.Id, state.Wanted is { } wanted ? $"{name} · {wanted.Number}" : name,
                    one.NextTryAt is not null);
            }),
        ];
    }
}
