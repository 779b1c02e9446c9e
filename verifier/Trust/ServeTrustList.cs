using Microsoft.Net.Http.Headers;
using SkillsPassport.Credentials;
using SkillsPassport.Hosting.Trust;

namespace SkillsPassport.Verifier.Trust;

/// <summary>The signed trust list as it was received, for the checker page: a mirror, which adds no trust of its
/// own.</summary>
public static class ServeTrustList
{
    public static void MapTrustList(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/trust/list", Get).WithName("GetTrustList").WithTags("Trust")
            .WithSummary("The accrediting authority's signed trust list, byte for byte")
            .Produces<string>(200, Specs.TrustList.MediaType).ProducesProblem(503);

    private static IResult Get(HttpContext context, ITrustList state)
    {
        if (state.List is not { } list)
        {
            return VerifierRefusal.TrustListMissing.ToResult();
        }
        context.Response.Headers.CacheControl = "public, max-age=5";
        context.Response.Headers.AccessControlAllowOrigin = "*";
        // A sequence number never names two different lists: RefreshTrustList refuses the second.
        return Results.Bytes(list.Bytes, Specs.TrustList.MediaType,
            entityTag: new EntityTagHeaderValue($"\"{list.Sequence}\""));
    }
}
