using System.Text.Json;
using SkillsPassport.Credentials;

namespace SkillsPassport.Wallet.Receive;

/// <summary>One kind of credential the issuer says it gives.</summary>
public sealed record OfferedKind(string ConfigurationId, string? Vct, string? NameBn, string? NameEn);

/// <summary>What an issuer says about itself (OpenID4VCI 1.0 section 12.2). It is its own word: names shown from here
/// are marked as not verified.</summary>
public sealed record IssuerDescription
{
    private const int LongestName = 120;

    /// <summary>As many copies as are kept of one certificate, however many an issuer would give.</summary>
    private const int MostCopies = 8;

    public required string Id { get; init; }

    public string? NameBn { get; init; }

    public string? NameEn { get; init; }

    public required Uri CredentialEndpoint { get; init; }

    public Uri? NonceEndpoint { get; init; }

    public Uri? DeferredEndpoint { get; init; }

    public Uri? NotificationEndpoint { get; init; }

    /// <summary>How many copies of one credential are asked for at once; 1 where the issuer does not say that it gives
    /// several (<c>batch_credential_issuance</c>, section 12.2.4).</summary>
    public required int Copies { get; init; }

    public required IReadOnlyList<string> AuthorizationServers { get; init; }

    public required IReadOnlyDictionary<string, OfferedKind> Kinds { get; init; }

    /// <summary>Section 12.2.2: the well-known path goes between host and path.</summary>
    public static Uri AddressOf(Uri issuer, string wellKnown) => new UriBuilder(issuer)
    {
        Path = wellKnown + issuer.AbsolutePath.TrimEnd('/'),
        Query = "",
        Fragment = "",
    }.Uri;

    public static Got<IssuerDescription> Parse(JsonElement json, string issuer)
    {
        if (json.TextOf(Specs.OpenId4Vci.CredentialIssuer) != issuer)
        {
            // Section 12.2.4: another identifier than the one asked for is another issuer.
            return ReceiveRefusal.IssuerMixedUp;
        }

        if (json.AddressOf(Specs.OpenId4Vci.CredentialEndpoint) is not { } endpoint
            || json.ObjectOf(Specs.OpenId4Vci.CredentialConfigurationsSupported) is not { } kinds)
        {
            return ReceiveRefusal.IssuerUnreadable;
        }

        if (json.ObjectOf(Specs.OpenId4Vci.CredentialResponseEncryption) is { } encryption
            && encryption.TryGetProperty(Specs.OpenId4Vci.EncryptionRequired, out var required)
            && required.ValueKind == JsonValueKind.True)
        {
            return ReceiveRefusal.OfferKindNotSupported;
        }

        var (bn, en) = Names(json);
        return new IssuerDescription
        {
            Id = issuer,
            NameBn = bn,
            NameEn = en,
            CredentialEndpoint = endpoint,
            NonceEndpoint = json.AddressOf(Specs.OpenId4Vci.NonceEndpoint),
            DeferredEndpoint = json.AddressOf(Specs.OpenId4Vci.DeferredCredentialEndpoint),
            NotificationEndpoint = json.AddressOf(Specs.OpenId4Vci.NotificationEndpoint),
            Copies = Math.Clamp(
                json.ObjectOf(Specs.OpenId4Vci.BatchCredentialIssuance)?.NumberOf(Specs.OpenId4Vci.BatchSize) ?? 1,
                1, MostCopies),
            AuthorizationServers = json.TextsOf(Specs.OpenId4Vci.AuthorizationServers) is { Count: > 0 } servers
                ? servers
                : [issuer],
            Kinds = kinds.EnumerateObject().Where(one => IsHoldable(one.Value))
                .ToDictionary(one => one.Name, one => Kind(one.Name, one.Value)),
        };
    }

    /// <summary>An SD-JWT VC bound to a P-256 key of ours: what this wallet can hold and show.</summary>
    private static bool IsHoldable(JsonElement kind) =>
        kind.TextOf(Specs.OpenId4Vci.Format) == Specs.SdJwtVc.DcSdJwt
        && kind.ObjectOf(Specs.OpenId4Vci.ProofTypesSupported)?.ObjectOf(Specs.OpenId4Vci.Jwt) is { } proof
        && proof.TextsOf(Specs.OpenId4Vci.ProofSigningAlgValuesSupported)?.Contains(Specs.Jose.ES256) == true;

    private static OfferedKind Kind(string id, JsonElement kind)
    {
        var (bn, en) = Names(kind.ObjectOf(Specs.OpenId4Vci.CredentialMetadata) ?? kind);
        return new OfferedKind(id, kind.TextOf(Specs.SdJwtVc.Vct), bn, en);
    }

    private static (string? Bn, string? En) Names(JsonElement json)
    {
        string? bn = null, en = null, any = null;
        foreach (var display in json.ArrayOf(Specs.OpenId4Vci.Display)?.EnumerateArray() ?? default)
        {
            var name = ShownText.Clean(display.TextOf(Specs.OpenId4Vci.Name), LongestName);
            var locale = display.TextOf(Specs.OpenId4Vci.Locale) ?? "";
            any ??= name;
            bn ??= locale.StartsWith("bn", StringComparison.OrdinalIgnoreCase) ? name : null;
            en ??= locale.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? name : null;
        }

        return (bn, en ?? any);
    }
}
