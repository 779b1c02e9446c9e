using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Messages;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>The second step of a sign-up: the code that came to the number.</summary>
[AllowAnonymous]
public sealed class SignUpCodeModel(
    StartPassport startPassport, PhoneCodes codes, PendingCode pending, IOptions<MessagesOptions> options)
    : CodePage(CodePurpose.SignUp, "/sign-up/code", "/sign-up", codes, pending, options)
{
    protected override async Task<IActionResult> FinishAsync(ProvenNumber proven)
    {
        var answer = await startPassport.FinishAsync(HttpContext, proven);
        return answer.Refusal is null ? LocalRedirect(NextPage.Of(Request)) : StartOver("code=counter");
    }
}
