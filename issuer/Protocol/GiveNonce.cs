using System.Text.Json.Nodes;
using SkillsPassport.Credentials;

namespace SkillsPassport.Issuer.Protocol;

/// <summary><c>POST /nonce</c>: OpenID4VCI 1.0 section 7.</summary>
public static class GiveNonce
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/nonce", (Nonces nonces) =>
        ProtocolAnswer.Json(new JsonObject { [Specs.OpenId4Vci.CNonce] = nonces.New() })).AllowAnonymous();
}
