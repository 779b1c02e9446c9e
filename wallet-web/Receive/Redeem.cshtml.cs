using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Receive;

/// <summary>An agreed offer: the worker types the code from the message, the certificate arrives.</summary>
[Authorize(Policy = Policies.Receives)]
public sealed class RedeemModel(RedeemOffer redeem, CurrentWorker worker, WalletDb db, TimeProvider clock) : PageModel
{
    [BindProperty]
    public string? Code { get; set; }

    public OfferState? State { get; private set; }

    public TxCode? TxCode { get; private set; }

    public bool NeedsCode { get; private set; }

    public ReceiveRefusal? Problem { get; private set; }

    public int? TriesLeft { get; private set; }

    public bool MayGoOn => Problem is not (ReceiveRefusal.CodeBurnt or ReceiveRefusal.OfferGone
        or ReceiveRefusal.OfferChanged or ReceiveRefusal.CertificateForged or ReceiveRefusal.CertificateForAnotherKey);

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        var step = await LoadAsync(id);
        if (step is null)
        {
            return NotFound();
        }

        return step == IntentionStep.Received
            ? ToCertificate([.. State!.Parts.Select(part => part.CertificateId).OfType<Guid>()])
            : Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        var code = Code is null ? null : Digits.FoldToAscii(Code).Replace(" ", "", StringComparison.Ordinal);
        var answer = await redeem.RunAsync(worker, id, code, HttpContext.RequestAborted);
        if (answer is null)
        {
            return NotFound();
        }

        if (answer.Refusal is null)
        {
            return ToCertificate(answer.Certificates);
        }

        await LoadAsync(id);
        Problem = answer.Refusal;
        TriesLeft = answer.TriesLeft;
        Response.StatusCode = Refusals.Status(answer.Refusal.Value);
        return Page();
    }

    private RedirectResult ToCertificate(IReadOnlyList<Guid> certificates) =>
        Redirect(certificates is [var one] ? $"/certificate/{one}?new=1" : "/passport");

    private async Task<IntentionStep?> LoadAsync(Guid id)
    {
        var intention = await db.Intentions.AsNoTracking().SingleOrDefaultAsync(
            one => one.Id == id && one.WalletId == worker.Account.Id, HttpContext.RequestAborted);
        if (intention is null)
        {
            return null;
        }

        State = worker.Vault.Open<OfferState>(OfferState.Kind, id, intention.Sealed);
        TxCode = CredentialOffer.Parse(State.Offer).Value?.TxCode;
        NeedsCode = TxCode is not null && (State.AccessToken is null || State.TokenEnds <= clock.GetUtcNow());
        return intention.Step;
    }
}
