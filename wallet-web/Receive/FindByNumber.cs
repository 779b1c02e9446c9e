using System.Text.Json.Nodes;
using SkillsPassport.Credentials;
using SkillsPassport.Hosting.Limits;

namespace SkillsPassport.Wallet.Receive;

/// <summary>Asks an issuer of the trust list for the offer of a certificate whose slip is not at hand
/// (<c>schemas/api/find-offer.schema.json</c>). Number, year and PIN go to nobody else: the place to ask is named by
/// the issuer's own metadata and must be the issuer's own.</summary>
public sealed class FindByNumber(IssuerHttp http, ListedIssuers issuers, Waits waits)
{
    private const int Day = 86_400;
    private const int LongestWait = 30 * Day;

    public async Task<Got<OfferSource>> RunAsync(
        WantedCertificate wanted, string pin, CancellationToken cancellation)
    {
        if (issuers.All is null)
        {
            return ReceiveRefusal.ListUnreachable;
        }

        if (issuers.Find(wanted.Issuer) is null || !Uri.TryCreate(wanted.Issuer, UriKind.Absolute, out var issuer))
        {
            return ReceiveRefusal.IssuerNotListed;
        }

        var got = await http.GetAsync(
            IssuerDescription.AddressOf(issuer, Specs.Claiming.WellKnown), cancellation);
        if (!got.Is(out var metadata))
        {
            return got.No<OfferSource>();
        }

        if (metadata.Busy is { } wait)
        {
            return new Got<OfferSource>(null, ReceiveRefusal.IssuerBusy) { Wait = wait };
        }

        if (!metadata.IsOk)
        {
            return metadata.IsAway ? ReceiveRefusal.IssuerUnreachable : ReceiveRefusal.NumberNotOffered;
        }

        if (metadata.Json.TextOf(Specs.OpenId4Vci.Issuer) != wanted.Issuer)
        {
            return ReceiveRefusal.IssuerMixedUp;
        }

        if (metadata.Json.AddressOf(Specs.Claiming.FindOfferEndpoint) is not { } endpoint)
        {
            return ReceiveRefusal.NumberNotOffered;
        }

        return ListedIssuers.SameOrigin(endpoint, wanted.Issuer)
            ? Read(wanted, await AskAsync(endpoint, wanted, pin, cancellation))
            : ReceiveRefusal.IssuerMixedUp;
    }

    private Task<Got<Reply>> AskAsync(
        Uri endpoint, WantedCertificate wanted, string pin, CancellationToken cancellation) =>
        http.PostJsonAsync(
            endpoint,
            new JsonObject
            {
                [Specs.Claiming.CertificateNumber] = wanted.Number,
                [Specs.Claiming.YearOfBirth] = wanted.YearOfBirth,
                [Specs.Claiming.Pin] = pin,
            },
            null,
            cancellation);

    private Got<OfferSource> Read(WantedCertificate wanted, Got<Reply> got)
    {
        if (!got.Is(out var reply))
        {
            return got.No<OfferSource>();
        }

        if (reply.Status == StatusCodes.Status429TooManyRequests)
        {
            var seconds = reply.Json.NumberOf(Specs.Claiming.WaitSeconds);
            waits.Note(TimeSpan.FromSeconds(Math.Clamp(seconds ?? 0, 0, LongestWait)));
            return seconds > Day
                ? ReceiveRefusal.OnlyTheSlip
                : ReceiveRefusal.NumberMustWait;
        }

        if (reply.Busy is { } wait)
        {
            return new Got<OfferSource>(null, ReceiveRefusal.IssuerBusy) { Wait = wait };
        }

        if (reply.IsAway)
        {
            return ReceiveRefusal.IssuerUnreachable;
        }

        if (!reply.IsOk)
        {
            return ReceiveRefusal.NothingByNumber;
        }

        var source = OfferSource.From(reply.Json.TextOf(Specs.OpenId4Vci.CredentialOfferUri), null);
        return source.Is(out var found) && ListedIssuers.SameOrigin(found.Address!, wanted.Issuer)
            ? source
            : ReceiveRefusal.IssuerMixedUp;
    }
}
