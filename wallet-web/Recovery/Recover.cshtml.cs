using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Hosting.Limits;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Messages;

namespace SkillsPassport.Wallet.Recovery;

/// <summary>Forgot the PIN, lost the phone, have a new number: what to do, and the way in with the slip from the
/// counter.</summary>
[AllowAnonymous]
public sealed class RecoverModel(
    FinishRecovery finish, PhoneCodes codes, PendingCode pending, RecoveryPass pass, TimeProvider clock) : PageModel
{
    [BindProperty]
    public string? Slip { get; set; }

    public RecoveryStage? Stage { get; private set; }

    public DateTimeOffset OpensAt { get; private set; }

    public Words? Problem { get; private set; }

    public void OnGet() =>
        Problem = Request.Query.ContainsKey("code") ? new Words(Refusals.Key(CodeRefusal.Gone)) : null;

    public async Task<IActionResult> OnPostAsync()
    {
        var cancellation = HttpContext.RequestAborted;
        var address = Subscriber.Of(HttpContext.Connection.RemoteIpAddress);
        var (request, refusal) = await finish.LookAsync(Slip, address, cancellation);
        if (request is null)
        {
            return Say(refusal!.Value);
        }

        var stage = RecoveryStages.Of(request, clock.GetUtcNow());
        if (stage != RecoveryStage.Ready)
        {
            (Stage, OpensAt) = (stage, request.OpensAt);
            return Page();
        }

        if (!codes.On)
        {
            pass.Remember(HttpContext, request.Id);
            return Redirect("/recover/pin");
        }

        var (id, tooMany) = await finish.SendCodeAsync(request, cancellation);
        if (tooMany is { } no)
        {
            return Say(no);
        }

        pending.Remember(HttpContext, CodePurpose.Recovery, id);
        return Redirect("/recover/code");
    }

    private PageResult Say(RecoveryRefusal refusal)
    {
        Problem = new Words(Refusals.Key(refusal));
        Response.StatusCode = Refusals.Status(refusal);
        return Page();
    }
}
