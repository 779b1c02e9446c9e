using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Verification;
using SkillsPassport.Verifier.Limits;
using SkillsPassport.Hosting.Status;
using SkillsPassport.Hosting.Trust;

namespace SkillsPassport.Verifier.Status;

/// <summary>A status list as its issuer signed it, for the checker page: a mirror, so that the issuer does not see who
/// checks whom. Serves nothing that does not carry a listed issuer's signature.</summary>
public static class ServeStatusList
{
    /// <summary>New lists that one address may make us fetch; lists in memory cost nothing.</summary>
    private static readonly Limit NewLists = new("status-new", 30, TimeSpan.FromMinutes(1));
    private const int LongestUri = 512;

    public static void MapStatusList(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/trust/status", GetAsync).WithName("GetStatusList").WithTags("Trust")
            .WithSummary("A listed issuer's signed status list, byte for byte")
            .Produces<byte[]>(200, Specs.TokenStatusList.CwtMediaType, Specs.TokenStatusList.JwtMediaType)
            .ProducesProblem(404).ProducesProblem(429).ProducesProblem(503).AllowAnonymous();

    private static async Task<IResult> GetAsync(
        HttpContext context, string? uri, StatusLists lists, ITrustList trust, RequestLimits limits,
        CancellationToken cancel)
    {
        if (uri is not { Length: > 0 and <= LongestUri })
        {
            return VerifierRefusal.StatusListNotAllowed.ToResult();
        }
        var held = lists.Held(uri);
        if (held is null)
        {
            if (trust.List is null)
            {
                return VerifierRefusal.TrustListMissing.ToResult();
            }
            if (await limits.TakeAsync(NewLists, context.Connection.RemoteIpAddress, cancel) is { } wait)
            {
                return VerifierRefusal.TooManyRequests.ToResult(context, wait);
            }
            if (lists.FindOwners(uri).Count == 0)
            {
                return VerifierRefusal.StatusListNotAllowed.ToResult();
            }
            (held, var reason) = await lists.EnsureAsync(new Uri(uri), cancel);
            if (held is null)
            {
                return (reason switch
                {
                    ReasonCode.StatusUnreachable => VerifierRefusal.StatusListUnreachable,
                    ReasonCode.StatusStale => VerifierRefusal.StatusListStale,
                    _ => VerifierRefusal.StatusListInvalid,
                }).ToResult();
            }
        }
        var token = held.Token!;
        context.Response.Headers.CacheControl = "public, max-age=2";
        context.Response.Headers.AccessControlAllowOrigin = "*";
        // The compact JWT is ASCII; the CWT starts with a CBOR tag.
        var mediaType = token.Bytes is [(byte)'e', (byte)'y', ..]
            ? Specs.TokenStatusList.JwtMediaType : Specs.TokenStatusList.CwtMediaType;
        var digest = Convert.ToHexStringLower(SHA256.HashData(token.Bytes).AsSpan(0, 12));
        return Results.Bytes(token.Bytes, mediaType, entityTag: new EntityTagHeaderValue($"\"{digest}\""));
    }
}
