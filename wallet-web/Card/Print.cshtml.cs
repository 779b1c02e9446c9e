using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Offline;
using SkillsPassport.Wallet.Passport;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Card;

/// <summary>One certificate on a folded card.</summary>
public sealed record CardView(CertificateView Certificate, string? QrText);

/// <summary>A card for the wallet in the pocket, for people without a phone: an A4 page to print, cut and fold. At a
/// counter the helper prints it for the worker, who types the PIN: without, a helper sees nothing.</summary>
[Authorize(Policy = Policies.Receives)]
[KeptOffline]
public sealed class PrintModel(
    ReadPassport readPassport, FetchPaper fetchPaper, CurrentWorker worker, AskPin askPin, WalletDb db,
    HistoryLog history, IOptions<WalletOptions> options, Refusals refusals, TimeProvider clock) : PageModel
{
    private const int MostCards = 12;

    [BindProperty]
    public string? Pin { get; set; }

    public Words? Problem { get; private set; }

    /// <summary>Null: the worker is asked for the PIN first.</summary>
    public IReadOnlyList<CardView>? Cards { get; private set; }

    public bool IsHelped => Session.HelperOf(User) is not null;

    public string Helpline => options.Value.Helpline;

    public DateOnly Today => Expiry.Today(clock.GetUtcNow());

    public async Task OnGetAsync()
    {
        if (!IsHelped)
        {
            Cards = await ReadAsync();
        }
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await askPin.RunAsync(worker, Pin, HttpContext.RequestAborted) is { } wrong)
        {
            Problem = refusals.Say(wrong);
            Response.StatusCode = refusals.Status(wrong);
            return Page();
        }

        db.History.Add(history.Entry(worker.Vault, worker.Account.Id, HistoryKind.CardPrinted));
        await db.SaveChangesAsync(HttpContext.RequestAborted);
        Cards = await ReadAsync();
        return Page();
    }

    public string? Name(CertificateView one, string claim) => ClaimText.Of(one.Claims, claim);

    public string Date(DateOnly date, string language) => BanglaText.Date(language, date);

    /// <summary>What an accredited issuer signed and what counts today, as far as that is known.</summary>
    private async Task<IReadOnlyList<CardView>> ReadAsync()
    {
        var all = (await readPassport.AllAsync(worker, HttpContext.RequestAborted))
            .Where(one => one.Held.Marking == Marking.Accredited
                && one.Standing is Standing.Valid or Standing.CouldNotCheck)
            .Take(MostCards).ToList();
        var papers = await Task.WhenAll(all.Select(
            one => fetchPaper.BytesAsync(worker, one, HttpContext.RequestAborted)));
        return [.. all.Zip(papers, (one, cwt) => new CardView(
            one, cwt is null ? null : PaperQr.ToText(options.Value.VerifierUrl!, cwt)))];
    }
}
