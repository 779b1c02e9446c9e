using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Declared;

/// <summary>The form for the worker's own words: of a new entry, and of one that is there.</summary>
public abstract class DeclareForm(SaveDeclared saveDeclared, CurrentWorker worker) : PageModel
{
    [BindProperty]
    public string? What { get; set; }

    [BindProperty]
    public string? Where { get; set; }

    [BindProperty]
    public string? FromYear { get; set; }

    [BindProperty]
    public string? UntilYear { get; set; }

    [BindProperty]
    public string? Well { get; set; }

    /// <summary>Null as long as the worker has not said what kind of thing it is.</summary>
    public DeclaredKind? Chosen { get; protected set; }

    /// <summary>The entry that is changed; null for a new one.</summary>
    public Guid? Entry { get; protected set; }

    public Words? Problem { get; private set; }

    public string Word => Chosen!.Value.ToString().ToLowerInvariant();

    protected static T? Named<T>(string? text) where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && char.IsLetter(text![0])
            ? value
            : null;

    protected async Task<IActionResult> SaveAsync(DeclaredKind kind)
    {
        Chosen = kind;
        var wish = new DeclareWish(kind, What, Where, FromYear, UntilYear, Named<HowWell>(Well));
        var (found, refusal) = await saveDeclared.RunAsync(worker, Entry, wish, HttpContext.RequestAborted);
        if (!found)
        {
            return NotFound();
        }

        if (refusal is not { } no)
        {
            return Redirect("/passport#own");
        }

        Problem = new Words(Refusals.Key(no));
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
