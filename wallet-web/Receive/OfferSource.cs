using Microsoft.AspNetCore.WebUtilities;
using SkillsPassport.Credentials;

namespace SkillsPassport.Wallet.Receive;

/// <summary>What the claim slip's QR or link carries: the address of an offer, or the offer itself (OpenID4VCI 1.0
/// section 4.1).</summary>
public sealed record OfferSource(Uri? Address, string? Value)
{
    private const int MaxAddress = 2_000;
    private const int MaxValue = 8_000;

    /// <summary>The same offer gives the same text.</summary>
    public string Text => Address?.OriginalString ?? Value!;

    /// <summary>This wallet's own path for it.</summary>
    public string Path => Address is not null
        ? QueryHelpers.AddQueryString("/receive", Specs.OpenId4Vci.CredentialOfferUri, Address.OriginalString)
        : QueryHelpers.AddQueryString("/receive", Specs.OpenId4Vci.CredentialOffer, Value!);

    /// <summary>Exactly one of the two parameters, of a sane size.</summary>
    public static Got<OfferSource> From(string? address, string? value) => (address, value) switch
    {
        ({ Length: > 0 and <= MaxAddress }, null)
            when Uri.TryCreate(address, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) => new OfferSource(uri, null),
        (null, { Length: > 0 and <= MaxValue }) => new OfferSource(null, value),
        _ => ReceiveRefusal.OfferUnreadable,
    };

    /// <summary>The certificate's own QR: it is for checking, nothing can be received with it.</summary>
    public static bool IsPaper(string? text) =>
        Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var uri) && uri.Fragment.Length > 100
        && uri.AbsolutePath is "/C" or "/c";

    /// <summary>What a person pastes or scans: an <c>openid-credential-offer://</c> link, this wallet's own link, or
    /// the bare address of an offer.</summary>
    public static Got<OfferSource> FromText(string? text)
    {
        if (text is null || text.Length > MaxValue || !Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri))
        {
            return ReceiveRefusal.OfferUnreadable;
        }

        var query = QueryHelpers.ParseQuery(uri.Query);
        if (query.ContainsKey(Specs.OpenId4Vci.CredentialOfferUri)
            || query.ContainsKey(Specs.OpenId4Vci.CredentialOffer))
        {
            return From(
                query.TryGetValue(Specs.OpenId4Vci.CredentialOfferUri, out var address) ? address.ToString() : null,
                query.TryGetValue(Specs.OpenId4Vci.CredentialOffer, out var value) ? value.ToString() : null);
        }

        return From(uri.OriginalString, null);
    }
}
