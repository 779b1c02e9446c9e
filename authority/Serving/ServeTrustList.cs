using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Net.Http.Headers;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Authority.Serving;

/// <summary>The signed trust list and the lists before it, byte for byte to any origin.</summary>
internal static class ServeTrustList
{
    public static void AddTrustList(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(services =>
        {
            var folder = AuthorityHost.FolderOf(builder.Configuration);
            var log = services.GetRequiredService<ILogger<PublishedList>>();
            return new PublishedList(folder)
            {
                Broken = () => log.LogError("The list in {Folder} does not verify and is not served.", folder.Path),
            };
        });
        builder.Services.AddHealthChecks().AddCheck<ListIsServed>("trust-list");
    }

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

/// <summary>Ready means that the list on the disk can be served and has not ended. While it cannot, the last good one
/// is served all the same: whoever keeps the machine must know before it starts anew.</summary>
internal sealed class ListIsServed(PublishedList published, TimeProvider clock) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel = default)
    {
        var list = published.Current;
        var reason = published.OnDisk switch
        {
            ListOnDisk.Missing => "There is no trust list in the folder",
            ListOnDisk.Broken => "The trust list in the folder does not verify",
            _ => null,
        };
        return Task.FromResult(reason is not null
            ? HealthCheckResult.Unhealthy(reason + (list is null ? "." : "; the last good one is still served."))
            : list is null || list.NextUpdate <= clock.GetUtcNow()
            ? HealthCheckResult.Unhealthy("The trust list has ended: sign it again (publish).")
            : HealthCheckResult.Healthy());
    }
}
