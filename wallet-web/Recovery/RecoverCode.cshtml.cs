using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Messages;

namespace SkillsPassport.Wallet.Recovery;

/// <summary>Slip and number: only both together lead to the new PIN.</summary>
[AllowAnonymous]
public sealed class RecoverCodeModel(
    RecoveryPass pass, PhoneCodes codes, PendingCode pending, IOptions<MessagesOptions> options)
    : CodePage(CodePurpose.Recovery, "/recover/code", "/recover", codes, pending, options)
{
    protected override Task<IActionResult> FinishAsync(ProvenNumber proven)
    {
        pass.Remember(HttpContext, FinishRecovery.RequestOf(proven));
        return Task.FromResult<IActionResult>(Redirect("/recover/pin"));
    }
}
