using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Messages;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>Proves the number where too much was guessed; the PIN is asked afterwards all the same.</summary>
[AllowAnonymous]
public sealed class SignInCodeModel(
    ProvenPhone provenPhone, PhoneCodes codes, PendingCode pending, IOptions<MessagesOptions> options)
    : CodePage(CodePurpose.SignIn, "/sign-in/code", "/sign-in", codes, pending, options)
{
    protected override Task<IActionResult> FinishAsync(ProvenNumber proven)
    {
        provenPhone.Remember(HttpContext, proven.Number);
        return Task.FromResult<IActionResult>(Redirect($"/sign-in{NextQuery}"));
    }
}
