using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Wallet.Offline;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Receive;

/// <summary>For a worker whose slip is not at hand: the number on the certificate, the year of birth, and the PIN from
/// the message. Only issuers of the trust list are asked.</summary>
[Authorize(Policy = Policies.Receives)]
[KeptOffline]
public sealed class NumberModel(
    KeepForLater keep, RedeemOffer redeem, DropOffer drop, AgreeToOffer agree, ListedIssuers issuers,
    CurrentWorker worker, ICounters counters, Phrases phrases) : PageModel
{
    private const int MostShown = 60;
    private const int TriesPerHour = 12;

    [BindProperty]
    public string? Issuer { get; set; }

    [BindProperty]
    public string? Number { get; set; }

    [BindProperty]
    public string? Year { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    /// <summary>Part of an issuer's name, where there are too many for one list.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Find { get; set; }

    public IReadOnlyList<TrustedIssuer> Issuers { get; private set; } = [];

    public bool TooMany { get; private set; }

    public string? SealKey => PhoneSeal.KeyFor(worker);

    public ReceiveRefusal? Problem { get; private set; }

    public string NameOf(TrustedIssuer issuer) =>
        (phrases.Language == "bn" ? issuer.Name.Bn : null) ?? issuer.Name.En;

    public void OnGet() => Load();

    public async Task<IActionResult> OnPostAsync()
    {
        Load();
        if (Read() is not { } asked)
        {
            return Refuse(ReceiveRefusal.NumberUnreadable);
        }

        var cancellation = HttpContext.RequestAborted;
        var tries = await counters.TakeAsync(
            $"by-number|{worker.Account.Id:N}", TriesPerHour, TimeSpan.FromHours(1), cancellation);
        if (!tries.Allowed)
        {
            return Refuse(ReceiveRefusal.TooManyNumbers);
        }

        var id = await keep.NumberAsync(worker, asked.Wanted, asked.Code, startNow: false, cancellation);
        var answer = await redeem.RunAsync(worker.Holder, id, asked.Code, cancellation);
        if (answer is null)
        {
            return Refuse(ReceiveRefusal.Busy);
        }

        if (answer.Refusal is { } refusal && !answer.GoesOn && IsAboutWhatWasTyped(refusal))
        {
            await drop.RunAsync(worker, id, cancellation, wished: false);
            return Refuse(refusal);
        }

        if (answer.Id is { } other)
        {
            await agree.BringAsync(worker, other, cancellation);
        }

        return answer.Refusal is null && answer.Certificates is [var one]
            ? Redirect($"/certificate/{one}?new=1")
            : Redirect($"/receive/{answer.Id ?? id}");
    }

    /// <summary>Nothing was begun: the worker types again, and nothing is left over.</summary>
    private static bool IsAboutWhatWasTyped(ReceiveRefusal refusal) => refusal is ReceiveRefusal.NothingByNumber
        or ReceiveRefusal.OnlyTheSlip or ReceiveRefusal.NumberNotOffered or ReceiveRefusal.IssuerNotListed
        or ReceiveRefusal.IssuerMixedUp or ReceiveRefusal.IssuerUnreadable or ReceiveRefusal.IssuerRefusedByGate;

    private (WantedCertificate Wanted, string Code)? Read()
    {
        var issuer = Issuers is [var only] && string.IsNullOrEmpty(Find) ? only.Id : Issuer;
        return WantedCertificate.Read(issuer, Number, Year, Code);
    }

    private void Load()
    {
        var all = issuers.All;
        Problem = all is null ? ReceiveRefusal.ListUnreachable : null;
        var find = Find?.Trim() ?? "";
        var fitting = (all ?? []).Where(one => find.Length == 0
                || one.Name.En.Contains(find, StringComparison.OrdinalIgnoreCase)
                || one.Name.Bn?.Contains(find, StringComparison.OrdinalIgnoreCase) == true)
            .OrderBy(NameOf, StringComparer.CurrentCulture).ToList();
        TooMany = (all?.Count ?? 0) > MostShown;
        Issuers = [.. fitting.Take(MostShown)];
    }

    private PageResult Refuse(ReceiveRefusal refusal)
    {
        Problem = refusal;
        Code = null;
        Response.StatusCode = Refusals.Status(refusal);
        return Page();
    }
}
