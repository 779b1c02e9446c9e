using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Receive;

/// <summary>A certificate on its way: the worker types the code from the message and it arrives, or it is waited for
/// and comes by itself, or the worker drops it. Whoever helps reaches what was brought in with that help.</summary>
[Authorize(Policy = Policies.Receives)]
public sealed class RedeemModel(
    RedeemOffer redeem, DropOffer drop, AgreeToOffer agree, CurrentWorker worker, WalletDb db, ListedIssuers issuers,
    TimeProvider clock) : PageModel
{
    [BindProperty]
    public string? Code { get; set; }

    public Guid Id { get; private set; }

    public string? SealKey => PhoneSeal.KeyFor(worker);

    public OfferState? State { get; private set; }

    /// <summary>As the trust list has it now, not as it was when the offer was taken. Before the offer was read only
    /// its origin is known.</summary>
    public IssuerStanding Standing => State!.Offer is null && issuers.All is { } all
        && Uri.TryCreate(State.IssuerId, UriKind.Absolute, out var origin)
        && all.Any(one => ListedIssuers.SameOrigin(origin, one.Id))
            ? IssuerStanding.Accredited : issuers.StandingOf(State.IssuerId);

    public TxCode? TxCode { get; private set; }

    public bool NeedsCode { get; private set; }

    /// <summary>The service goes on by itself.</summary>
    public bool GoesOn { get; private set; }

    public bool MayDrop { get; private set; }

    public ReceiveRefusal? Problem { get; private set; }

    public int? TriesLeft { get; private set; }

    public bool MayGoOn => Problem is not (ReceiveRefusal.CodeBurnt or ReceiveRefusal.OfferGone
        or ReceiveRefusal.OfferChanged or ReceiveRefusal.CertificateForged or ReceiveRefusal.CertificateForAnotherKey
        or ReceiveRefusal.LookFirst or ReceiveRefusal.NothingByNumber or ReceiveRefusal.OnlyTheSlip);

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        var step = await LoadAsync(id);
        if (step is null)
        {
            return NotFound();
        }

        Problem = State!.Problem is ReceiveRefusal.IssuerUnreachable && GoesOn ? null : State.Problem;
        return step == IntentionStep.Received
            ? ToCertificate([.. State.Parts.Select(part => part.CertificateId).OfType<Guid>()])
            : Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        var code = Code is null ? "" : Digits.FoldToAscii(Code).Replace(" ", "", StringComparison.Ordinal);
        var answer = await db.Intentions.ReachedBy(worker).AnyAsync(one => one.Id == id, HttpContext.RequestAborted)
            ? await redeem.RunAsync(worker.Holder, id, code, HttpContext.RequestAborted)
            : null;
        if (answer is null)
        {
            return NotFound();
        }

        if (answer.Refusal is null)
        {
            return ToCertificate(answer.Certificates);
        }

        if (answer.Id is { } other)
        {
            await agree.BringAsync(worker, other, HttpContext.RequestAborted);
            return Redirect($"/receive/{other}");
        }

        await LoadAsync(id);
        Problem = answer.Refusal;
        TriesLeft = answer.TriesLeft;
        Response.StatusCode = Refusals.Status(answer.Refusal.Value);
        return Page();
    }

    public async Task<IActionResult> OnPostDropAsync(Guid id)
    {
        if (await drop.RunAsync(worker, id, HttpContext.RequestAborted))
        {
            return Redirect("/add");
        }

        // It arrived meanwhile, is being fetched right now, or never was this worker's.
        return await LoadAsync(id) is null ? NotFound() : Redirect($"/receive/{id}");
    }

    private RedirectResult ToCertificate(IReadOnlyList<Guid> certificates) =>
        Redirect(certificates is [var one] ? $"/certificate/{one}?new=1" : "/passport");

    private async Task<IntentionStep?> LoadAsync(Guid id)
    {
        var intention = await db.Intentions.AsNoTracking().ReachedBy(worker)
            .SingleOrDefaultAsync(one => one.Id == id, HttpContext.RequestAborted);
        if (intention is null)
        {
            return null;
        }

        Id = id;
        State = worker.Vault.Open<OfferState>(OfferState.Kind, id, intention.Sealed);
        GoesOn = intention.NextTryAt is not null;
        MayDrop = await db.Intentions.BegunBy(worker).AnyAsync(one => one.Id == id, HttpContext.RequestAborted);
        TxCode = State.Offer is null
            ? new TxCode(Numeric: State.Wanted is not null, null, null)
            : CredentialOffer.Parse(State.Offer).Value?.TxCode;
        var hasToken = State.AccessToken is not null && State.TokenEnds > clock.GetUtcNow();
        NeedsCode = TxCode is not null && !hasToken && State.RefreshToken is null && State.Code is null;
        return intention.Step;
    }
}
