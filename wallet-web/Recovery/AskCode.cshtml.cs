using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SkillsPassport.Wallet.Counter;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Messages;

namespace SkillsPassport.Wallet.Recovery;

/// <summary>The worker's new number is proven at the counter before anything is asked for it.</summary>
[Authorize(Policy = Policies.Helper)]
public sealed class AskCodeModel(
    AskRecovery askRecovery, PhoneCodes codes, PendingCode pending, IOptions<MessagesOptions> options)
    : CodePage(CodePurpose.NewNumber, "/counter/recovery/code", "/counter/recovery", codes, pending, options)
{
    public RecoveryAsked? Asked { get; private set; }

    protected override async Task<IActionResult> FinishAsync(ProvenNumber proven)
    {
        (_, Asked, _) = await askRecovery.StoreAsync(
            CounterSession.HelperOf(User), proven.Payload.Deserialize<RecoveryDraft>()!, proven.Number,
            HttpContext.RequestAborted);
        return Asked is null ? StartOver("code=asked") : Page();
    }
}
