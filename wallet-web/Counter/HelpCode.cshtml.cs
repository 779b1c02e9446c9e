using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Messages;

namespace SkillsPassport.Wallet.Counter;

/// <summary>The worker's code. Shown on the own phone it names the passport and opens the helped session; from a
/// message it proves the number only, and the worker says whose passport it is. A number without one goes on to choose
/// a PIN.</summary>
[Authorize(Policy = Policies.Helper)]
public sealed class HelpCodeModel(
    HelpWorker helpWorker, ProvenAtCounter provenAtCounter, PhoneCodes codes, PendingCode pending,
    IOptions<MessagesOptions> options)
    : CodePage(CodePurpose.Counter, "/counter/help/code", "/counter/help", codes, pending, options)
{
    protected override async Task<IActionResult> FinishAsync(ProvenNumber proven)
    {
        var cancellation = HttpContext.RequestAborted;
        var helper = CounterSession.HelperOf(User);
        if (await helpWorker.NamedAsync(proven, cancellation) is { } wallet)
        {
            await helpWorker.StartAsync(HttpContext, helper, wallet);
            return Redirect("/helped");
        }

        if ((await helpWorker.OfNumberAsync(proven.Number, cancellation)).Count == 0)
        {
            provenAtCounter.RememberToMake(HttpContext, helper, proven.Number);
            return Redirect("/counter/help/pin");
        }

        provenAtCounter.RememberToAsk(HttpContext, helper, proven.Number);
        return Redirect("/counter/help/whose");
    }
}
