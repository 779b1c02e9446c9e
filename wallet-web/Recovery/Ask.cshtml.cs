using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.Counter;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Messages;

namespace SkillsPassport.Wallet.Recovery;

/// <summary>The helper writes down what the worker shows: a certificate's number, the end of a document, a new
/// number.</summary>
[Authorize(Policy = Policies.Helper)]
public sealed class AskModel(AskRecovery askRecovery, PendingCode pending) : PageModel
{
    [BindProperty]
    public string? Certificate { get; set; }

    [BindProperty]
    public DocumentKind Document { get; set; }

    [BindProperty]
    public string? Ending { get; set; }

    [BindProperty]
    public string? NewNumber { get; set; }

    [BindProperty]
    public bool Seen { get; set; }

    /// <summary>The passport that was chosen, where several fit.</summary>
    [BindProperty]
    public string? Which { get; set; }

    /// <summary>Of this form: a reload of the slip's page is no second deed.</summary>
    [BindProperty]
    public string? Once { get; set; }

    /// <summary>Several passports fit: the helper asks the worker which it is.</summary>
    public IReadOnlyList<RecoveryChoice> Choices { get; private set; } = [];

    /// <summary>The worker's slip, shown to this form alone: its code is stored as a digest only.</summary>
    public RecoveryAsked? Asked { get; private set; }

    public Words? Problem { get; private set; }

    public void OnGet()
    {
        Once = NewOnce();
        Problem = Request.Query["code"].ToString() switch
        {
            "" => null,
            "asked" => new Words(Refusals.Key(RecoveryRefusal.AlreadyAsked)),
            _ => new Words(Refusals.Key(CodeRefusal.Gone)),
        };
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!Seen)
        {
            return Say(new Words("no.document_not_seen"), StatusCodes.Status422UnprocessableEntity);
        }

        Once = string.IsNullOrEmpty(Once) ? NewOnce() : Once;
        var answer = await askRecovery.RunAsync(
            CounterSession.HelperOf(User), new RecoveryWish(Certificate, Document, Ending, NewNumber, Once, Which),
            HttpContext.RequestAborted);
        if (answer.Refusal is { } no)
        {
            return Say(new Words(Refusals.Key(no)), Refusals.Status(no));
        }

        if (answer.CodeId is { } id)
        {
            pending.Remember(HttpContext, CodePurpose.NewNumber, id);
            return Redirect("/counter/recovery/code");
        }

        (Asked, Choices) = (answer.Asked, answer.Choices);
        return Page();
    }

    private static string NewOnce() => Guid.NewGuid().ToString("N");

    private PageResult Say(Words problem, int status)
    {
        Problem = problem;
        Response.StatusCode = status;
        return Page();
    }
}
