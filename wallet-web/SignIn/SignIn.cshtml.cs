using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.Messages;

namespace SkillsPassport.Wallet.SignIn;

[AllowAnonymous]
public sealed class SignInModel(
    OpenPassport openPassport, QuickLock quickLock, ProvenPhone provenPhone, PhoneCodes codes, Refusals refusals)
    : PageModel
{
    /// <summary>Forms after which nobody is signed in any more, or with another PIN only.</summary>
    private static readonly string[] EndSessions =
        ["/account?handler=Pin", "/account?handler=Delete", "/account/phones?handler=", "/sign-out", "/lock"];

    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public string? Pin { get; set; }

    [BindProperty]
    public bool Borrowed { get; set; }

    /// <summary>The masked number that is already known here: of the passport that was locked on this phone, or of the
    /// number that was proven by a code.</summary>
    public string? Locked { get; private set; }

    /// <summary>Whether that number was proven by a code a moment ago.</summary>
    public bool IsProven { get; private set; }

    /// <summary>A form came when the session was over: nothing of it was done, unless
    /// <see cref="MaybeDone"/>.</summary>
    public bool Unsent => Request.Query["ended"] == "form" && Problem is null;

    /// <summary>The form is one whose deed ends the session itself. Its answer may have been lost and the browser have
    /// sent it again: nobody here knows whether it was done, and whoever is told "no" believes the old PIN.</summary>
    public bool MaybeDone => Array.Exists(
        EndSessions, one => Next.StartsWith(one, StringComparison.OrdinalIgnoreCase));

    public bool MaybeNewPin => Next.StartsWith("/account?handler=Pin", StringComparison.OrdinalIgnoreCase);

    /// <summary>A session on somebody else's phone ended by itself.</summary>
    public bool Ended => Request.Query.ContainsKey("ended") && Problem is null;

    /// <summary>A new PIN was set at the end of a recovery, and the answer that said so was lost.</summary>
    public bool Recovered => Request.Query.ContainsKey("recovered") && Problem is null;

    /// <summary>Whether a code to the number opens the way that this phone's tries have shut.</summary>
    public bool MayHaveCode { get; private set; }

    /// <summary>Somebody comes from the form of <c>/account</c> that deletes, and lost its answer: what became of the
    /// passport is said at the top. To all others it is said in the fold of a forgotten PIN, whatever the number: a
    /// stranger learns nothing of any, and whoever mistypes a PIN is not frightened.</summary>
    public bool MayBeDeleted => Next.StartsWith("/account?handler=Delete", StringComparison.OrdinalIgnoreCase);

    public Words? Problem { get; private set; }

    public string? NextQuery => NextPage.Query(Request);

    private string Next => NextPage.Of(Request);

    public void OnGet()
    {
        Session.ClearAfterBorrowed(HttpContext);
        if (Request.Query.ContainsKey("other"))
        {
            quickLock.Forget(HttpContext);
            provenPhone.Forget(HttpContext);
            return;
        }

        Problem = Request.Query.ContainsKey("code") ? new Words(Refusals.Key(CodeRefusal.Gone))
            : Request.Query.ContainsKey("passkey") ? new Words("passkeys.failed")
            : null;
        Show(KnownNumber());
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var known = Phone is null ? KnownNumber() : null;
        var answer = await openPassport.RunAsync(HttpContext, known ?? Phone, Pin, Borrowed);
        if (answer.Refusal is null)
        {
            quickLock.Forget(HttpContext);
            return LocalRedirect(NextPage.Of(Request));
        }

        MayHaveCode = codes.On && answer.Refusal
            is SignInRefusal.WaitAWhile or SignInRefusal.CodeNeeded or SignInRefusal.WrongOrNewHere;
        return Say(known, answer);
    }

    public async Task<IActionResult> OnPostCodeAsync()
    {
        var known = string.IsNullOrEmpty(Phone) ? KnownNumber() : null;
        var answer = await openPassport.SendCodeAsync(HttpContext, known ?? Phone);
        return answer.Refusal is null ? Redirect($"/sign-in/code{NextQuery}") : Say(known, answer);
    }

    private PageResult Say(string? known, SignInAnswer answer)
    {
        Show(known);
        Problem = refusals.Say(answer);
        Response.StatusCode = refusals.Status(answer);
        return Page();
    }

    private string? KnownNumber()
    {
        var proven = provenPhone.Number(Request);
        IsProven = proven is not null;
        return proven ?? quickLock.Number(Request);
    }

    private void Show(string? known) => Locked = known is null ? null : PhoneNumber.Masked(known);
}
