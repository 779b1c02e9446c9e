using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
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
public sealed class AddModel(CurrentWorker worker, WalletDb db, Phrases phrases) : PageModel
{
    [BindProperty]
    public string? Link { get; set; }

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
        if (got.Is(out var source))
        {
            return LocalRedirect(source.Path);
        }

        Problem = got.Refusal;
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        await LoadAsync();
        return Page();
    }

    private async Task LoadAsync()
    {
        var waiting = await db.Intentions.AsNoTracking()
            .Where(one => one.WalletId == worker.Account.Id && one.Step != IntentionStep.Received)
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
