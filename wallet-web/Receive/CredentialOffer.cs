using System.Text;
using System.Text.Json;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;

namespace SkillsPassport.Wallet.Receive;

/// <summary>What the worker must type beside the offer: how long it is, digits or text, and what the issuer says
/// about it (OpenID4VCI 1.0 section 4.1.1).</summary>
public sealed record TxCode(bool Numeric, int? Length, string? Description);

/// <summary>An offer with a pre-authorized code (OpenID4VCI 1.0 section 4.1.1). It is unsigned: it proves nothing about
/// who made it.</summary>
public sealed record CredentialOffer
{
    private const int MostCertificates = 8;

    public required string Text { get; init; }

    /// <summary>The issuer identifier exactly as written: it is compared, never normalised.</summary>
    public required string Issuer { get; init; }

    public required IReadOnlyList<string> ConfigurationIds { get; init; }

    public required string PreAuthorizedCode { get; init; }

    public TxCode? TxCode { get; init; }

    public string? AuthorizationServer { get; init; }

    public static Got<CredentialOffer> Parse(string text)
    {
        try
        {
            using var document = StrictJson.Parse(Encoding.UTF8.GetBytes(text));
            return Read(text, document.RootElement);
        }
        catch (FormatException)
        {
            return ReceiveRefusal.OfferUnreadable;
        }
    }

    private static Got<CredentialOffer> Read(string text, JsonElement root)
    {
        var issuer = root.TextOf(Specs.OpenId4Vci.CredentialIssuer);
        var ids = root.TextsOf(Specs.OpenId4Vci.CredentialConfigurationIds);
        if (issuer is null || ids is not { Count: > 0 and <= MostCertificates } || ids.Distinct().Count() != ids.Count)
        {
            return ReceiveRefusal.OfferUnreadable;
        }

        if (root.ObjectOf(Specs.OpenId4Vci.Grants)?.ObjectOf(Specs.OpenId4Vci.PreAuthorizedCodeGrant) is not { } grant)
        {
            return ReceiveRefusal.OfferKindNotSupported;
        }

        if (grant.TextOf(Specs.OpenId4Vci.PreAuthorizedCode) is not { Length: > 0 } code)
        {
            return ReceiveRefusal.OfferUnreadable;
        }

        return new CredentialOffer
        {
            Text = text,
            Issuer = issuer,
            ConfigurationIds = ids,
            PreAuthorizedCode = code,
            TxCode = grant.ObjectOf(Specs.OpenId4Vci.TxCode) is { } description ? ReadTxCode(description) : null,
            AuthorizationServer = grant.TextOf(Specs.OpenId4Vci.AuthorizationServer),
        };
    }

    private static TxCode ReadTxCode(JsonElement json) => new(
        // Section 4.1.1: numeric is the default.
        json.TextOf(Specs.OpenId4Vci.InputMode) is null or Specs.OpenId4Vci.Numeric,
        json.NumberOf(Specs.OpenId4Vci.Length) is > 0 and <= 64 and var length ? length : null,
        ShownText.Clean(json.TextOf(Specs.OpenId4Vci.Description), 300));
}
