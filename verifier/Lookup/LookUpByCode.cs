using SkillsPassport.Credentials.Paper;

namespace SkillsPassport.Verifier.Lookup;

/// <summary>The request: the code as it was typed.</summary>
public sealed record LookupRequest(string? Code);

/// <summary>The answer: the certificate's signed bytes as base32, the same as in its QR code.</summary>
public sealed record LookupAnswer(int Version, string Payload);

/// <summary><c>POST /api/lookup</c>: for a damaged QR code, or a phone without a camera.</summary>
public static class LookUpByCode
{
    public static void MapLookup(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/lookup", HandleAsync).WithName("LookUpCertificate").WithTags("Lookup")
            .WithSummary("Find a certificate's signed bytes by the code printed on it")
            .Produces<LookupAnswer>()
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(405).ProducesProblem(408).ProducesProblem(413)
            .ProducesProblem(415).ProducesProblem(429).ProducesProblem(503)
            .AllowAnonymous();

    private static async Task<IResult> HandleAsync(
        HttpContext context, LookUpCertificate lookup, CancellationToken cancel)
    {
        var (request, refusal) = await SmallJson.ReadAsync<LookupRequest>(context, cancel);
        if (refusal is { } refused)
        {
            return refused.ToResult();
        }
        context.Response.Headers.CacheControl = "no-store";
        return await lookup.FindAsync(request!.Code, context.Connection.RemoteIpAddress, cancel) switch
        {
            LookupOutcome.Found found => Results.Json(new LookupAnswer(1, Base32.Encode(found.Cwt))),
            LookupOutcome.Refused { RetryAfter: { } wait } no => no.Refusal.ToResult(context, wait),
            LookupOutcome.Refused no => no.Refusal.ToResult(),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }
}
