using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Passkeys;

/// <summary>Behind the passkey button of the sign-in page.</summary>
[AllowAnonymous]
public sealed class SignInModel(UsePasskeys usePasskeys) : PageModel
{
    [BindProperty]
    public string? Credential { get; set; }

    public IActionResult OnGet() => Redirect("/sign-in");

    public async Task<IActionResult> OnPostOptionsAsync() =>
        await usePasskeys.AskToSignInAsync(HttpContext) is { } options
            ? Content(options, "application/json")
            : StatusCode(StatusCodes.Status429TooManyRequests);

    public async Task<IActionResult> OnPostAsync() => await usePasskeys.SignInAsync(HttpContext, Credential)
        ? LocalRedirect(NextPage.Of(Request))
        : Redirect("/sign-in?passkey=failed");
}
