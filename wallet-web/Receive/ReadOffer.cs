using System.Text;
using SkillsPassport.Credentials;
using SkillsPassport.Wallet.Passport;

namespace SkillsPassport.Wallet.Receive;

/// <summary>Whether the accrediting authority names the issuer.</summary>
public enum IssuerStanding
{
    Accredited,
    NotVerified,
    CouldNotCheck,
}

/// <summary>An offer and who makes it, ready to be shown before anything is agreed.</summary>
public sealed record OfferView(
    OfferSource Source, CredentialOffer Offer, IssuerDescription Issuer, Uri TokenEndpoint, IssuerStanding Standing,
    string? NameBn, string? NameEn)
{
    public IEnumerable<OfferedKind> Kinds => Offer.ConfigurationIds.Select(id => Issuer.Kinds[id]);
}

/// <summary>Reads an offer and its issuer's metadata, and nothing else: before the worker agrees no other address is
/// asked. Who the issuer is comes from the trust list; the issuer's own word is shown as not verified.</summary>
public sealed class ReadOffer(IssuerHttp http, ListedIssuers issuers)
{
    public async Task<Got<CredentialOffer>> FetchAsync(OfferSource source, CancellationToken cancellation)
    {
        if (source.Address is null)
        {
            return CredentialOffer.Parse(source.Value!);
        }

        var got = await http.GetAsync(source.Address, cancellation);
        if (!got.Is(out var reply))
        {
            return got.No<CredentialOffer>();
        }

        return reply switch
        {
            { IsOk: true } => CredentialOffer.Parse(Encoding.UTF8.GetString(reply.Body)),
            { Busy: { } wait } => new Got<CredentialOffer>(null, ReceiveRefusal.IssuerBusy) { Wait = wait },
            { IsAway: true } => ReceiveRefusal.IssuerUnreachable,
            { Status: 200 } => ReceiveRefusal.OfferUnreadable,
            _ => ReceiveRefusal.OfferGone,
        };
    }

    /// <summary>The issuer behind an offer: metadata of issuer and authorization server, checked against each
    /// other.</summary>
    public Task<Got<OfferView>> DescribeAsync(
        OfferSource source, CredentialOffer offer, CancellationToken cancellation) =>
        DescribeAsync(source, offer, offer.AuthorizationServer, cancellation);

    /// <summary>The same issuer again, later, for one kind of credential.</summary>
    public Task<Got<OfferView>> DescribeIssuerAsync(
        string issuer, CopyRenewal renewal, CancellationToken cancellation) => DescribeAsync(
            new OfferSource(null, ""),
            new CredentialOffer
            {
                Text = "", Issuer = issuer, ConfigurationIds = [renewal.ConfigurationId], PreAuthorizedCode = "",
            },
            renewal.AuthorizationServer,
            cancellation);

    private async Task<Got<OfferView>> DescribeAsync(
        OfferSource source, CredentialOffer offer, string? server, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(offer.Issuer, UriKind.Absolute, out var address)
            || address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            return ReceiveRefusal.OfferUnreadable;
        }

        var metadata = await FetchAsync(address, Specs.OpenId4Vci.WellKnownIssuer, cancellation);
        if (!metadata.Is(out var reply))
        {
            return metadata.No<OfferView>();
        }

        var described = IssuerDescription.Parse(reply.Json, offer.Issuer);
        if (!described.Is(out var issuer))
        {
            return described.Refusal!.Value;
        }

        if (offer.ConfigurationIds.Any(id => !issuer.Kinds.ContainsKey(id)))
        {
            return ReceiveRefusal.OfferKindNotSupported;
        }

        var endpoint = await TokenEndpointAsync(issuer, server, cancellation);
        if (!endpoint.Is(out var tokenEndpoint))
        {
            return endpoint.No<OfferView>();
        }

        var (standing, bn, en) = Standing(issuer);
        return new OfferView(source, offer, issuer, tokenEndpoint, standing, bn, en);
    }

    private async Task<Got<Uri>> TokenEndpointAsync(
        IssuerDescription issuer, string? named, CancellationToken cancellation)
    {
        // Section 4.1.1: an authorization server named by the offer must be one the issuer itself names.
        var server = named ?? issuer.AuthorizationServers[0];
        if (!issuer.AuthorizationServers.Contains(server) || !Uri.TryCreate(server, UriKind.Absolute, out var address)
            || address.UserInfo.Length > 0)
        {
            return ReceiveRefusal.IssuerMixedUp;
        }

        var metadata = await FetchAsync(address, Specs.OpenId4Vci.WellKnownAuthorizationServer, cancellation);
        if (!metadata.Is(out var reply))
        {
            return metadata.No<Uri>();
        }

        // RFC 8414 section 3.3: the issuer inside must be the one asked for.
        if (reply.Json.TextOf(Specs.OpenId4Vci.Issuer) != server)
        {
            return ReceiveRefusal.IssuerMixedUp;
        }

        return reply.Json.AddressOf(Specs.OpenId4Vci.TokenEndpoint) is { } endpoint
            ? endpoint
            : ReceiveRefusal.IssuerUnreadable;
    }

    private async Task<Got<Reply>> FetchAsync(Uri address, string wellKnown, CancellationToken cancellation)
    {
        var got = await http.GetAsync(IssuerDescription.AddressOf(address, wellKnown), cancellation);
        if (!got.Is(out var reply) || reply.IsOk)
        {
            return got;
        }

        return reply.Busy is { } wait ? new Got<Reply>(null, ReceiveRefusal.IssuerBusy) { Wait = wait }
            : reply.IsAway ? ReceiveRefusal.IssuerUnreachable
            : ReceiveRefusal.IssuerUnreadable;
    }

    private (IssuerStanding Standing, string? Bn, string? En) Standing(IssuerDescription issuer)
    {
        if (issuers.All is null)
        {
            return (IssuerStanding.CouldNotCheck, issuer.NameBn, issuer.NameEn);
        }

        return issuers.Find(issuer.Id) is { } listed
            ? (IssuerStanding.Accredited, listed.Name.Bn ?? listed.Name.En, listed.Name.En)
            : (IssuerStanding.NotVerified, NotBorrowed(issuer.NameBn), NotBorrowed(issuer.NameEn));
    }

    /// <summary>Whoever is not on the list does not show with the name of one who is: the address stands alone
    /// then.</summary>
    private string? NotBorrowed(string? name) => name is null || (issuers.All ?? []).Any(one =>
        Alike(one.Name.En, name) || Alike(one.Name.Bn, name) || Alike(one.Name.Ar, name))
        ? null
        : name;

    private static bool Alike(string? one, string other) => one is not null && LookAlikes.Same(one, other);
}
