using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.Messages;

namespace SkillsPassport.Wallet.SignIn;

[AllowAnonymous]
public sealed class SignUpModel(StartPassport startPassport, Refusals refusals) : PageModel
{
    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public string? Pin { get; set; }

    [BindProperty]
    public string? PinAgain { get; set; }

    [BindProperty]
    public bool Consent { get; set; }

    [BindProperty]
    public bool Borrowed { get; set; }

    public Words? Problem { get; private set; }

    public string? NextQuery => NextPage.Query(Request);

    public void OnGet() => Problem = (string?)Request.Query["code"] switch
    {
        null => null,
        "counter" => new Words(Refusals.Key(SignInRefusal.GoToCounter)),
        _ => new Words(Refusals.Key(CodeRefusal.Gone)),
    };

    public async Task<IActionResult> OnPostAsync()
    {
        var answer = await startPassport.RunAsync(
            HttpContext, new SignUpWish(Phone, Pin, PinAgain, Consent, Borrowed));
        if (answer.Refusal is null)
        {
            return answer.Wallet is null
                ? Redirect($"/sign-up/code{NextQuery}")
                : LocalRedirect(NextPage.Of(Request));
        }

        Problem = refusals.Say(answer);
        Response.StatusCode = refusals.Status(answer);
        return Page();
    }
}
