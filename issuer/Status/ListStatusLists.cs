using Microsoft.Extensions.Options;
using SkillsPassport.Credentials;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;

namespace SkillsPassport.Issuer.Status;

/// <summary>
/// GET /status-lists: addresses of all status lists (Token Status List section 9.3), for verifiers that want to hold
/// them
/// all and so never tell which credential they look at.
/// </summary>
public static class ListStatusLists
{
    /// <summary>Maps the aggregation.</summary>
    public static void MapStatusListAggregation(this IEndpointRouteBuilder app) => app.MapGet("/status-lists",
        async (HttpContext http, PublishedStatusLists lists, IOptions<IssuerOptions> options) =>
        {
            PublishStatusList.OpenToAll(http);
            var numbers = await lists.NumbersAsync(http.RequestAborted);
            return Results.Json(new Dictionary<string, IEnumerable<string>>
            {
                [Specs.TokenStatusList.StatusLists] = numbers.SelectMany(number => new[]
                {
                    PaperCopies.StatusUri(options.Value, number, CopyForm.Wallet),
                    PaperCopies.StatusUri(options.Value, number, CopyForm.Paper),
                }),
            });
        }).AllowAnonymous();
}
