using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Wallet.Offline;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Passport;

[Authorize(Policy = Policies.Worker)]
[KeptOffline]
public sealed class CertificateModel(
    ReadPassport readPassport, CurrentWorker worker, PhraseBook book, Phrases phrases, TimeProvider clock)
    : PageModel
{
    public CertificateView? Certificate { get; private set; }

    /// <summary>Its validity ends soon, or ended lately.</summary>
    public Reminder? Reminder => Expiry.Of([Certificate!], clock.GetUtcNow()).SingleOrDefault();

    public bool IsNew => Request.Query.ContainsKey("new");

    /// <summary>Code words of our own types (an outcome, a pathway) in plain words; anything else as it is.</summary>
    public string Value(Field field) =>
        book.In(phrases.Language).GetValueOrDefault($"value.{field.Name}.{field.Value}") ?? field.Value;

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        Certificate = await readPassport.OneAsync(worker, id, HttpContext.RequestAborted);
        return Certificate is null ? NotFound() : Page();
    }
}
