using Microsoft.Net.Http.Headers;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Registers;
using SkillsPassport.Hosting.Trust;
using SkillsPassport.Verifier.Database;

namespace SkillsPassport.Verifier.Comparisons;

/// <summary>
/// What a level means in a destination country, from the authority's signed register: the signed bytes for pages that
/// check them themselves, and an answer for machines. Stale or unbelievable is "could not check", never an answer.
/// </summary>
public static class AskComparisons
{
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(5);

    /// <summary>Follows the register that the trust list names.</summary>
    public static void AddComparisons(this WebApplicationBuilder builder) =>
        builder.AddFollowedRegister<VerifierDb, ComparisonRegister>();

    public static void MapComparisons(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/trust/comparisons", GetSigned).WithName("GetComparisonRegister").WithTags("Trust")
            .WithSummary("The authority's signed comparison register, byte for byte")
            .Produces<string>(200, RegisterKind.Comparisons.MediaType).ProducesProblem(503).AllowAnonymous();
        routes.MapGet("/api/comparisons", AskAsync).WithName("CompareLevel").WithTags("Comparisons")
            .WithSummary("What a level means in a destination country on a day")
            .WithDescription("Published rows only, never computed. Only result \"recognised\" is recognition.")
            .Produces<ComparisonAnswer>().ProducesProblem(400).ProducesProblem(405).ProducesProblem(503)
            .AllowAnonymous();
    }

    private static IResult GetSigned(HttpContext context, IFollowedRegister<ComparisonRegister> state)
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        if (state.Current is not { } register)
        {
            return VerifierRefusal.ComparisonsMissing.ToResult();
        }

        // Also a stale one: the page reads nextUpdate itself and says so.
        context.Response.Headers.CacheControl = "public, max-age=5";
        return Results.Bytes(register.Bytes, RegisterKind.Comparisons.MediaType,
            entityTag: new EntityTagHeaderValue($"\"{register.Digest}\""));
    }

    private static async Task<IResult> AskAsync(string? country, string? framework, string? version, string? level,
        string? occupation, string? on, HttpContext context, ITrustList trust,
        IFollowedRegister<ComparisonRegister> state, TimeProvider clock)
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        var (question, problem) = ReadLevelQuestion.Read(new(country, framework, version, level, occupation, on),
            clock);
        if (question is null)
        {
            return VerifierRefusal.ComparisonQuestionUnreadable.ToResult(problem);
        }

        if (state.Current is null)
        {
            // Just after a start; an authority that does not answer must not keep anybody waiting.
            await Task.WhenAny(state.FirstAsync(context.RequestAborted),
                Task.Delay(FirstPatience, context.RequestAborted));
        }

        var now = clock.GetUtcNow();
        if (trust.List is not { } list || list.NextUpdate <= now)
        {
            return VerifierRefusal.TrustListMissing.ToResult();
        }

        // A trust list without a register says that nothing is published.
        if (list.FindRegister(RegisterKind.Comparisons.Name) is not null && state.FreshAt(now) is null)
        {
            return (state.Current is null ? VerifierRefusal.ComparisonsMissing : VerifierRefusal.ComparisonsStale)
                .ToResult();
        }

        context.Response.Headers.CacheControl = "public, max-age=60";
        return Results.Json(ComparisonAnswer.Of(state.FreshAt(now), question), ComparisonAnswer.Json);
    }
}
