using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Issuer.Issuing;

namespace SkillsPassport.Issuer.Protocol;

/// <summary>
/// What strangers read before they talk: credential issuer metadata (OpenID4VCI 1.0 section 12.2), authorization server
/// metadata (RFC 8414), JWT VC Issuer Metadata and type metadata (SD-JWT VC draft-19 sections 3 and 4). Built once.
/// </summary>
public sealed class PublishMetadata
{
    private const string Json = "application/json";

    private readonly byte[] _issuer;
    private readonly byte[] _authorization;
    private readonly byte[] _keys;
    private readonly byte[] _own;
    private readonly string _path;

    public PublishMetadata(IOptions<IssuerOptions> options, IssuerKeys keys)
    {
        _path = options.Value.PublicUrl!.AbsolutePath.Trim('/');
        _issuer = PublicDocument.Bytes(IssuerDocument(options.Value));
        _authorization = PublicDocument.Bytes(AuthorizationDocument(options.Value));
        _own = PublicDocument.Bytes(new JsonObject
        {
            [Specs.OpenId4Vci.Issuer] = options.Value.Id,
            [Specs.Claiming.FindOfferEndpoint] = options.Value.Id + "/offers/find",
        });
        _keys = IssuerMetadata.Build(options.Value.Id, keys.Public, keys.Signer.CertificateChain);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        MapWellKnown(routes, Specs.OpenId4Vci.WellKnownIssuer, metadata => metadata._issuer);
        MapWellKnown(routes, Specs.OpenId4Vci.WellKnownAuthorizationServer, metadata => metadata._authorization);
        MapWellKnown(routes, Specs.SdJwtVc.WellKnownIssuer, metadata => metadata._keys);
        MapWellKnown(routes, Specs.Claiming.WellKnown, metadata => metadata._own);
        foreach (var type in CredentialTypes.All)
        {
            // Published versions never change: a copy may be kept for good.
            routes.MapGet($"/credentials/{type.Name}/{type.Version}",
                () => new PublicDocument(type.MetadataBytes, Json, Forever: true)).AllowAnonymous();
            routes.MapGet($"/credentials/{type.Name}/{type.Version}/schema.json",
                () => new PublicDocument(type.SchemaBytes, "application/schema+json", Forever: true)).AllowAnonymous();
        }
    }

    /// <summary>The path of the issuer's identifier comes behind the well-known part, and no other path is
    /// answered.</summary>
    private static void MapWellKnown(IEndpointRouteBuilder routes, string path,
        Func<PublishMetadata, byte[]> document) =>
        routes.MapGet(path + "/{**rest}", (string? rest, PublishMetadata metadata) => (rest ?? "") == metadata._path
            ? (IResult)new PublicDocument(document(metadata), Json, Forever: false)
            : Results.NotFound()).AllowAnonymous();

    private static JsonObject IssuerDocument(IssuerOptions issuer)
    {
        var configurations = new JsonObject();
        foreach (var type in CredentialTypes.All)
        {
            configurations[type.ConfigurationId] = Configuration(type);
        }

        return new JsonObject
        {
            [Specs.OpenId4Vci.CredentialIssuer] = issuer.Id,
            [Specs.OpenId4Vci.CredentialEndpoint] = issuer.Id + "/credential",
            [Specs.OpenId4Vci.NonceEndpoint] = issuer.Id + "/nonce",
            [Specs.OpenId4Vci.NotificationEndpoint] = issuer.Id + "/notification",
            [Specs.OpenId4Vci.BatchCredentialIssuance] = new JsonObject
            {
                [Specs.OpenId4Vci.BatchSize] = PossessionProofs.BatchSize,
            },
            [Specs.OpenId4Vci.Display] = new JsonArray(
                Named("en", issuer.NameEn), Named("bn", issuer.NameBn), Named("ar", issuer.NameAr)),
            [Specs.OpenId4Vci.CredentialConfigurationsSupported] = configurations,
        };
    }

    private static JsonObject Configuration(CredentialType type) => new()
    {
        [Specs.OpenId4Vci.Format] = Specs.SdJwtVc.DcSdJwt,
        [Specs.OpenId4Vci.Scope] = type.ConfigurationId,
        [Specs.SdJwtVc.Vct] = type.Vct,
        [Specs.OpenId4Vci.CryptographicBindingMethodsSupported] = new JsonArray(Specs.Jose.JwkHeader),
        [Specs.OpenId4Vci.CredentialSigningAlgValuesSupported] = new JsonArray(Specs.Jose.ES256),
        [Specs.OpenId4Vci.ProofTypesSupported] = new JsonObject
        {
            [Specs.OpenId4Vci.Jwt] = new JsonObject
            {
                [Specs.OpenId4Vci.ProofSigningAlgValuesSupported] = new JsonArray(Specs.Jose.ES256),
            },
        },
        [Specs.OpenId4Vci.CredentialMetadata] = new JsonObject
        {
            [Specs.OpenId4Vci.Display] =
                new JsonArray([.. type.Display.Select(one => Named(one.Key, one.Value))]),
            [Specs.SdJwtVc.Claims] = new JsonArray([.. type.Claims.Where(IsAboutTheHolder).Select(Claim)]),
        },
    };

    // Protocol members are no claims a wallet would show.
    private static bool IsAboutTheHolder(ClaimMetadata claim) =>
        claim.Path[0] is not (Specs.Jose.Iss or Specs.SdJwtVc.Vct
        or Specs.SdJwtVc.VctIntegrity or Specs.Jose.Iat or Specs.Jose.Nbf or Specs.Jose.Exp or Specs.Jose.Cnf
        or Specs.SdJwtVc.Status);

    private static JsonNode Claim(ClaimMetadata claim) => new JsonObject
    {
        [Specs.SdJwtVc.Path] = new JsonArray([.. claim.Path.Select(part => (JsonNode?)part)]),
        [Specs.SdJwtVc.Mandatory] = claim.Mandatory,
        [Specs.OpenId4Vci.Display] = new JsonArray([.. claim.Display.Select(one => Named(one.Locale, one.Label))]),
    };

    private static JsonNode Named(string locale, string name) => new JsonObject
    {
        [Specs.OpenId4Vci.Name] = name,
        [Specs.OpenId4Vci.Locale] = locale,
    };

    private static JsonObject AuthorizationDocument(IssuerOptions issuer) => new()
    {
        [Specs.OpenId4Vci.Issuer] = issuer.Id,
        [Specs.OpenId4Vci.TokenEndpoint] = issuer.Id + "/token",
        // RFC 8414 section 2 demands the member; there is no authorization endpoint, so no response type.
        [Specs.OpenId4Vci.ResponseTypesSupported] = new JsonArray(),
        [Specs.OpenId4Vci.GrantTypesSupported] =
            new JsonArray(Specs.OpenId4Vci.PreAuthorizedCodeGrant, Specs.OpenId4Vci.RefreshToken),
        [Specs.OpenId4Vci.TokenEndpointAuthMethodsSupported] = new JsonArray("none"),
        [Specs.OpenId4Vci.AnonymousAccessSupported] = true,
    };
}
