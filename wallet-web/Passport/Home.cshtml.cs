using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Declared;
using SkillsPassport.Wallet.Offline;
using SkillsPassport.Wallet.Receive;
using SkillsPassport.Wallet.Share;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Passport;

/// <summary>Who I am and what I can do: what accredited issuers signed, by its parts; apart from it what others signed,
/// and what I say myself. The one thing to do here is to show it.</summary>
[Authorize(Policy = Policies.Worker)]
[KeptOffline]
public sealed class HomeModel(
    ReadPassport readPassport, ReadDeclared readDeclared, ListShares listShares, CurrentWorker worker, WalletDb db,
    Phrases phrases, TimeProvider clock) : PageModel
{
    private const int NewestShares = 3;
    private const int LongestName = 120;

    public IReadOnlyList<CertificateView> Certificates { get; private set; } = [];

    public IReadOnlyList<DeclaredView> Declared { get; private set; } = [];

    public IReadOnlyList<ShareView> Shares { get; private set; } = [];

    public IReadOnlyList<Reminder> Reminders { get; private set; } = [];

    /// <summary>One is not received yet and the worker must go on.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>One is not received yet and the service goes on by itself.</summary>
    public bool IsComing { get; private set; }

    /// <summary>From issuers that the authority accredited.</summary>
    public IReadOnlyList<CertificateView> Proven => [.. Certificates.Where(IsProven)];

    /// <summary>From anybody else: kept and shown, never counted.</summary>
    public IReadOnlyList<CertificateView> Unverified => [.. Certificates.Where(one => !IsProven(one))];

    public IEnumerable<(PassportGroup Group, IReadOnlyList<CertificateView> Certificates)> Groups =>
        Proven.GroupBy(PassportGroups.Of).OrderBy(group => group.Key).Select(group => (group.Key,
            (IReadOnlyList<CertificateView>)[.. group]));

    /// <summary>The oldest of the issuers' lists behind what is said here about validity.</summary>
    public DateTimeOffset? AsOf => Proven.Min(one => one.AsOf);

    /// <summary>What could still be kept here.</summary>
    public IReadOnlyList<PassportGroup> Missing =>
        [.. Enum.GetValues<PassportGroup>().Except(Groups.Select(one => one.Group))];

    /// <summary>The certificate to hold out to a camera: the newest that counts.</summary>
    public CertificateView? ToScan => Proven.FirstOrDefault(
        one => one.Standing is Standing.Valid or Standing.CouldNotCheck);

    public string? NameBn => First("name_bn");

    public string? NameEn => First("full_name");

    public string? Name => phrases.Language == "bn" ? NameBn ?? NameEn : NameEn ?? NameBn;

    /// <summary>Units of competency that count today, each once however many certificates name it.</summary>
    public int UnitCount => Proven.Where(one => one.Standing is Standing.Valid or Standing.CouldNotCheck)
        .SelectMany(one => one.Units).Select(unit => ClaimText.Of(unit, "code")).OfType<string>().Distinct().Count();

    public async Task OnGetAsync()
    {
        var cancellation = HttpContext.RequestAborted;
        Certificates = await readPassport.AllAsync(worker, cancellation);
        Declared = await readDeclared.AllAsync(worker, cancellation);
        Shares = [.. (await listShares.RunAsync(worker, cancellation)).Take(NewestShares)];
        Reminders = Expiry.Of(Certificates, clock.GetUtcNow());
        var goOn = await db.Intentions
            .Where(one => one.WalletId == worker.Account.Id && one.Step != IntentionStep.Received)
            .Select(one => one.NextTryAt != null).Distinct().ToListAsync(cancellation);
        (IsWaiting, IsComing) = (goOn.Contains(false), goOn.Contains(true));
    }

    private static bool IsProven(CertificateView one) =>
        one.Held.Marking == Marking.Accredited && one.Standing is not (Standing.NotAccredited or Standing.NotGenuine);

    // The name on the card is one that an accredited issuer signed, when there is one.
    private string? First(string claim) => Certificates.OrderByDescending(IsProven)
        .Select(one => ShownText.Clean(ClaimText.Of(one.Claims, claim), LongestName))
        .FirstOrDefault(name => name is not null);
}
