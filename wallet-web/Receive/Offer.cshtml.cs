using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Credentials;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Limits;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Receive;

/// <summary>What the claim slip opens: who offers what, shown to anybody before anything is asked or agreed.</summary>
[AllowAnonymous]
public sealed class OfferModel(
    ReadOffer readOffer, KeptOffer keptOffer, AgreeToOffer agree, KeepForLater keepForLater, CurrentWorker worker,
    ICounters counters, TimeProvider clock) : PageModel
{
    private const int KeptPerDay = 50;

    /// <summary>In ten minutes: of one passport, or of one address while nobody is signed in.</summary>
    private const int MostLooks = 120;

    [BindProperty]
    [StringLength(64)]
    public string? Code { get; set; }

    public OfferSource? Source { get; private set; }

    public OfferView? View { get; private set; }

    public ReceiveRefusal? Problem { get; private set; }

    public bool SignedIn => Session.WalletId(User) is not null;

    public async Task<IActionResult> OnGetAsync()
    {
        var known = await KnownAsync();
        if (known is not null && known.Step != IntentionStep.Waiting)
        {
            return Redirect($"/receive/{known.Id}");
        }

        await LookAsync();
        return known is not null && Problem is ReceiveRefusal.IssuerUnreachable or ReceiveRefusal.IssuerBusy
            ? Redirect($"/receive/{known.Id}")
            : Answer();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!SignedIn)
        {
            return Challenge(Session.Scheme);
        }

        if (await KnownAsync() is { } known && known.Step != IntentionStep.Waiting)
        {
            return Redirect($"/receive/{known.Id}");
        }

        var fetchedAt = await LookAsync();
        if (View is null)
        {
            return Answer();
        }

        var id = await agree.RunAsync(worker, View, fetchedAt, HttpContext.RequestAborted);
        KeptOffer.Forget(HttpContext);
        return Redirect($"/receive/{id}");
    }

    /// <summary>Network or issuer are away: the intention is kept, sealed, and fetched later.</summary>
    public async Task<IActionResult> OnPostKeepAsync()
    {
        if (!SignedIn)
        {
            return Challenge(Session.Scheme);
        }

        var known = await KnownAsync();
        if (Source is null)
        {
            Problem ??= ReceiveRefusal.OfferUnreadable;
            return Answer();
        }

        var kept = await counters.TakeAsync(
            $"keep|{worker.Account.Id:N}", KeptPerDay, TimeSpan.FromDays(1), HttpContext.RequestAborted);
        if (!kept.Allowed)
        {
            Problem = ReceiveRefusal.TooManyNumbers;
            return Answer();
        }

        var code = Code is null ? null : Digits.FoldToAscii(Code).Replace(" ", "", StringComparison.Ordinal);
        var id = known is { Step: not IntentionStep.Waiting }
            ? known.Id
            : await keepForLater.LinkAsync(worker, Source, code, HttpContext.RequestAborted);
        return Redirect($"/receive/{id}");
    }

    private async Task<KnownOffer?> KnownAsync()
    {
        var source = OfferSource.From(
            Request.Query[Specs.OpenId4Vci.CredentialOfferUri], Request.Query[Specs.OpenId4Vci.CredentialOffer]);
        if (!source.Is(out var found))
        {
            Problem = source.Refusal;
            return null;
        }

        Source = found;
        if (!SignedIn || await agree.FindAsync(worker, found, HttpContext.RequestAborted) is not { } known)
        {
            return null;
        }

        await agree.BringAsync(worker, known.Id, HttpContext.RequestAborted);
        return known;
    }

    private async Task<DateTimeOffset> LookAsync()
    {
        if (Source is null)
        {
            return default;
        }

        var cancellation = HttpContext.RequestAborted;
        // A whole camp or centre sits behind one address: whoever floods it shuts out nobody who is signed in.
        var who = SignedIn ? $"{worker.Account.Id:N}" : Subscriber.Of(HttpContext.Connection.RemoteIpAddress);
        if (!(await counters.TakeAsync($"offer|{who}", MostLooks, TimeSpan.FromMinutes(10), cancellation)).Allowed)
        {
            Problem = ReceiveRefusal.TooManyLooks;
            return default;
        }

        var kept = keptOffer.Find(Request, Source);
        var got = kept is null
            ? await readOffer.FetchAsync(Source, cancellation)
            : CredentialOffer.Parse(kept.Value.Offer);
        if (!got.Is(out var offer))
        {
            Problem = got.Refusal;
            return default;
        }

        if (kept is null)
        {
            keptOffer.Keep(HttpContext, Source, offer.Text);
        }

        var described = await readOffer.DescribeAsync(Source, offer, cancellation);
        View = described.Value;
        Problem = described.Refusal;
        return kept?.FetchedAt ?? clock.GetUtcNow();
    }

    private PageResult Answer()
    {
        if (Problem is { } problem)
        {
            Response.StatusCode = Refusals.Status(problem);
        }

        return Page();
    }
}
