using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using SkillsPassport.Hosting.Limits;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Messages;

/// <summary>A page that waits for a code. Reload, back, and another message lose nothing; a code that ended leads back
/// to where it was asked for.</summary>
public abstract class CodePage(
    CodePurpose purpose, string path, string start, PhoneCodes codes, PendingCode pending,
    IOptions<MessagesOptions> options) : PageModel
{
    [BindProperty]
    public string? Code { get; set; }

    public CodeForm Form { get; private set; } = null!;

    public string? NextQuery => NextPage.Query(Request);

    public async Task<IActionResult> OnGetAsync() =>
        await LoadAsync(null, Request.Query.ContainsKey("again")) ? Page() : StartOver();

    public async Task<IActionResult> OnPostAsync()
    {
        if (pending.Find(Request, purpose) is not { } id)
        {
            return StartOver();
        }

        var (proven, refusal) = await codes.CheckAsync(id, purpose, Code, HttpContext.RequestAborted);
        if (proven is null)
        {
            return await SayAsync(refusal!.Value);
        }

        pending.Forget(HttpContext);
        return await FinishAsync(proven);
    }

    public async Task<IActionResult> OnPostAgainAsync()
    {
        if (pending.Find(Request, purpose) is not { } id)
        {
            return StartOver();
        }

        var address = Subscriber.Of(HttpContext.Connection.RemoteIpAddress);
        return await codes.AskAgainAsync(id, purpose, address, HttpContext.RequestAborted) is { } no
            ? await SayAsync(no)
            : Redirect($"{path}{With("again=1")}");
    }

    /// <summary>The number is proven: do what waited for it.</summary>
    protected abstract Task<IActionResult> FinishAsync(ProvenNumber proven);

    /// <summary>Back to the first step, with a word about why.</summary>
    protected RedirectResult StartOver(string why = "code=gone")
    {
        pending.Forget(HttpContext);
        return Redirect($"{start}{With(why)}");
    }

    private async Task<IActionResult> SayAsync(CodeRefusal refusal)
    {
        Response.StatusCode = Refusals.Status(refusal);
        return await LoadAsync(new Words(Refusals.Key(refusal)), false) ? Page() : StartOver();
    }

    private async Task<bool> LoadAsync(Words? problem, bool sentAgain)
    {
        if (pending.Find(Request, purpose) is not { } id
            || await codes.LookAsync(id, purpose, HttpContext.RequestAborted) is not { } state)
        {
            return false;
        }

        Form = new CodeForm(
            PhoneNumber.Masked(state.Number), path + NextQuery, $"{path}{With("handler=again")}",
            state.MaySendAgain, options.Value.Provider == MessagesOptions.Outbox, problem, sentAgain);
        return true;
    }

    private string With(string parameter) => NextQuery is null ? "?" + parameter : $"{NextQuery}&{parameter}";
}

/// <summary>The form in which a code is entered; the pages that wait for one differ only in what comes after.</summary>
public sealed record CodeForm(
    string Number, string Action, string AgainAction, bool MaySendAgain, bool InOutbox, Words? Problem,
    bool SentAgain);
