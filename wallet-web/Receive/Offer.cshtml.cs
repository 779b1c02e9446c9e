using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SkillsPassport.Credentials;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Receive;

/// <summary>What the claim slip opens: who offers what, shown to anybody before anything is asked or agreed.</summary>
[AllowAnonymous]
public sealed class OfferModel(
    ReadOffer readOffer, KeptOffer keptOffer, AgreeToOffer agree, CurrentWorker worker, ICounters counters,
    TimeProvider clock) : PageModel
{
    private const int LooksPerAddress = 120;

    public OfferSource? Source { get; private set; }

    public OfferView? View { get; private set; }

    public ReceiveRefusal? Problem { get; private set; }

    public bool SignedIn => Session.WalletId(User) is not null;

    public async Task<IActionResult> OnGetAsync()
    {
        if (await KnownAsync() is { } known)
        {
            return Redirect($"/receive/{known}");
        }

        await LookAsync();
        return Answer();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!SignedIn)
        {
            return Challenge(Session.Scheme);
        }

        if (await KnownAsync() is { } known)
        {
            return Redirect($"/receive/{known}");
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

    private async Task<Guid?> KnownAsync()
    {
        var source = OfferSource.From(
            Request.Query[Specs.OpenId4Vci.CredentialOfferUri], Request.Query[Specs.OpenId4Vci.CredentialOffer]);
        if (!source.Is(out var found))
        {
            Problem = source.Refusal;
            return null;
        }

        Source = found;
        return SignedIn ? await agree.FindAsync(worker, found, HttpContext.RequestAborted) : null;
    }

    private async Task<DateTimeOffset> LookAsync()
    {
        if (Source is null)
        {
            return default;
        }

        var cancellation = HttpContext.RequestAborted;
        var address = $"offer|{HttpContext.Connection.RemoteIpAddress}";
        if (!(await counters.TakeAsync(address, LooksPerAddress, TimeSpan.FromMinutes(10), cancellation)).Allowed)
        {
            Problem = ReceiveRefusal.IssuerUnreachable;
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
