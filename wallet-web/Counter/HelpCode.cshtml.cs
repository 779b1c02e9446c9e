using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Messages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Counter;

/// <summary>The worker's code opens the helped session; a number without a passport goes on to choose a PIN.</summary>
[Authorize(Policy = Policies.Helper)]
public sealed class HelpCodeModel(
    HelpWorker helpWorker, ProvenPhone provenPhone, PhoneCodes codes, PendingCode pending,
    IOptions<MessagesOptions> options)
    : CodePage(CodePurpose.Counter, "/counter/help/code", "/counter/help", codes, pending, options)
{
    protected override async Task<IActionResult> FinishAsync(ProvenNumber proven)
    {
        var (wallet, refusal) = await helpWorker.FindAsync(proven, HttpContext.RequestAborted);
        if (refusal is not null)
        {
            return StartOver("code=several");
        }

        if (wallet is null)
        {
            provenPhone.Remember(HttpContext, proven.Number);
            return Redirect("/counter/help/pin");
        }

        await helpWorker.StartAsync(HttpContext, CounterSession.HelperOf(User), wallet);
        return Redirect("/helped");
    }
}
