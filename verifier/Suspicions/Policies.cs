using Microsoft.AspNetCore.Authorization;
using SkillsPassport.Hosting.Desk;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Hosting.Start;
using SkillsPassport.Hosting.Trust;
using SkillsPassport.Verifier.Database;

namespace SkillsPassport.Verifier.Suspicions;

/// <summary>The operator's officers, and what they may do.</summary>
public static class Policies
{
    /// <summary>Any officer, also an auditor.</summary>
    public const string Reads = "reads";

    /// <summary>Notes and closes.</summary>
    public const string Handles = "handles";

    public const string Operator = "Operator";
    public const string Auditor = "Auditor";

    /// <summary>Registers the queue and its desk.</summary>
    public static void AddSuspicions(this WebApplicationBuilder builder)
    {
        builder.AddValidated<SuspicionOptions>("Suspicions");
        builder.AddOfficers<VerifierDb>(Operator, Auditor);
        builder.AddMorePhrases(typeof(Policies).Assembly, "suspicions");
        builder.AddDesk(services => new DeskFrame("/suspicions",
            [new("suspicions", "/suspicions"), new("audit", "/audit")],
            services.GetRequiredService<ITrustList>().List is { Demo: true }));
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(Reads, policy => policy.RequireRole(Operator, Auditor))
            .AddPolicy(Handles, policy => policy.RequireRole(Operator));
        builder.Services.AddSingleton<SuspicionSeal>().AddSingleton<ReportSuspicion>()
            .AddSingleton<FollowSuspicion>().AddSingleton<HandleSuspicion>();
        builder.Services.AddSingleton<DeleteOldSuspicions>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DeleteOldSuspicions>());
    }

    /// <summary>The one thing of a case that is a file.</summary>
    public static void MapSuspicions(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/suspicions/{number}/photo", GetPhotoAsync).RequireAuthorization(Reads).ExcludeFromDescription();

    /// <summary>Always a download: a stranger's picture is never shown inside the desk's own pages.</summary>
    private static async Task<IResult> GetPhotoAsync(
        HttpContext context, string number, HandleSuspicion handle, CancellationToken cancel)
    {
        if (await handle.TakePhotoAsync(number, context.User.Identity!.Name!, cancel) is not { } photo)
        {
            return Results.NotFound();
        }
        context.Response.Headers.CacheControl = "no-store";
        context.ContentSecurityPolicy().Allow("sandbox", "");
        return Results.File(photo.Bytes, "application/octet-stream", $"{number}{PhotoKind.Ending(photo.Type)}");
    }
}
