using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Share;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Passport;

[Authorize(Policy = Policies.Worker)]
public sealed class HomeModel(
    ReadPassport readPassport, ListShares listShares, CurrentWorker worker, WalletDb db, Phrases phrases) : PageModel
{
    private const int NewestShares = 3;

    public IReadOnlyList<CertificateView> Certificates { get; private set; } = [];

    public IReadOnlyList<ShareView> Shares { get; private set; } = [];

    public int Waiting { get; private set; }

    public string? NameBn => First("name_bn");

    public string? NameEn => First("full_name");

    public string? Name => phrases.Language == "bn" ? NameBn ?? NameEn : NameEn ?? NameBn;

    /// <summary>Units of competency, each counted once however many certificates name it.</summary>
    public int UnitCount => Certificates.SelectMany(one => one.Units).Select(unit => ClaimText.Of(unit, "code"))
        .OfType<string>().Distinct().Count();

    public async Task OnGetAsync()
    {
        var cancellation = HttpContext.RequestAborted;
        Certificates = await readPassport.AllAsync(worker, cancellation);
        Shares = [.. (await listShares.RunAsync(worker, cancellation)).Take(NewestShares)];
        Waiting = await db.Intentions.CountAsync(
            one => one.WalletId == worker.Account.Id && one.Step != IntentionStep.Received, cancellation);
    }

    // The name on the card is one that an accredited issuer signed, when there is one.
    private string? First(string claim) => Certificates
        .OrderByDescending(one => one.Held.Marking == Marking.Accredited)
        .Select(one => ClaimText.Of(one.Claims, claim)).FirstOrDefault(name => name is { Length: > 0 });
}
