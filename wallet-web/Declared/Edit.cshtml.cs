using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Declared;

/// <summary>The worker's own words, to be changed or taken away.</summary>
[Authorize(Policy = Policies.Worker)]
public sealed class EditModel(
    ReadDeclared readDeclared, SaveDeclared saveDeclared, CurrentWorker worker, Phrases phrases)
    : DeclareForm(saveDeclared, worker)
{
    private readonly SaveDeclared _saveDeclared = saveDeclared;
    private readonly CurrentWorker _worker = worker;

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (await readDeclared.FindAsync(_worker, id, HttpContext.RequestAborted) is not { Content: { } content })
        {
            return NotFound();
        }

        (Entry, Chosen, What, Where) = (id, content.Kind, content.What, content.Where);
        (FromYear, UntilYear, Well) = (Year(content.FromYear), Year(content.UntilYear), content.HowWell?.ToString());
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        Entry = id;
        return await readDeclared.FindAsync(_worker, id, HttpContext.RequestAborted) is { Content.Kind: var kind }
            ? await SaveAsync(kind)
            : NotFound();
    }

    public async Task<IActionResult> OnPostRemoveAsync(Guid id) =>
        await _saveDeclared.RemoveAsync(_worker, id, HttpContext.RequestAborted)
            ? Redirect("/passport#own")
            : NotFound();

    private string? Year(int? year) => year is { } said ? BanglaText.Number(phrases.Language, said) : null;
}
