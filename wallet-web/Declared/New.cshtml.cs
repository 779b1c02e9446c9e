using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Declared;

/// <summary>Something new in the worker's own words: first what kind of thing, then the words.</summary>
[Authorize(Policy = Policies.Worker)]
public sealed class NewModel(SaveDeclared saveDeclared, CurrentWorker worker) : DeclareForm(saveDeclared, worker)
{
    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    public void OnGet() => Chosen = Named<DeclaredKind>(Kind);

    public async Task<IActionResult> OnPostAsync() =>
        Named<DeclaredKind>(Kind) is { } kind ? await SaveAsync(kind) : Page();
}
