using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Net.Http.Headers;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Authority.Serving;

/// <summary>The signed trust list and the lists before it, byte for byte to any origin.</summary>
internal static class ServeTrustList
{
    public static void AddTrustList(this WebApplicationBuilder builder) => builder.Services.AddSingleton(services =>
    {
        var folder = AuthorityHost.FolderOf(builder.Configuration);
        var log = services.GetRequiredService<ILogger<PublishedList>>();
        return new PublishedList(folder)
        {
            Broken = () => log.LogError("The list in {Folder} does not verify and is not served.", folder.Path),
        };
    });

    public static void MapTrustList(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/" + Specs.TrustList.FileName, ["GET", "HEAD"],
            (PublishedList list, HttpContext http) => Serve(list, http)).AllowAnonymous().ExcludeFromDescription();
        routes.MapMethods($"/{Specs.TrustList.HistoryFolder}/{{sequence:long:min(1)}}.jwt", ["GET", "HEAD"],
            (long sequence, PublishedList list, HttpContext http) => ServeEarlier(list, sequence, http))
            .AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult Serve(PublishedList published, HttpContext http) => published.Current is { } list
        // Short, because a withdrawal should travel fast; the tag makes asking again cheap.
        ? Answer(list, "public, max-age=5", http)
        : Results.StatusCode(StatusCodes.Status503ServiceUnavailable);

    private static IResult ServeEarlier(PublishedList published, long sequence, HttpContext http) =>
        published.Earlier(sequence) is { } list
            ? Answer(list, "public, max-age=31536000, immutable", http) : Results.NotFound();

    private static IResult Answer(TrustList list, string caching, HttpContext http)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = caching;
        return Results.Bytes(list.Bytes, Specs.TrustList.MediaType, lastModified: list.IssuedAt,
            entityTag: new EntityTagHeaderValue($"\"{list.Digest}\""));
    }
}

/// <summary>Ready means that there is a list to serve.</summary>
internal sealed class ListIsServed(PublishedList list) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel = default) =>
        Task.FromResult(list.Current is null
            ? HealthCheckResult.Unhealthy("There is no trust list.") : HealthCheckResult.Healthy());
}
