using System.Text.Json.Nodes;

namespace SkillsPassport.Wallet.Share;

public static class Sharing
{
    public static void AddSharing(this IServiceCollection services)
    {
        services.AddSingleton<MakeShare>();
        services.AddSingleton<OpenShare>();
        services.AddSingleton<StopShare>();
        services.AddSingleton<ListShares>();
    }

    /// <summary>What verifiers fetch: anybody who holds the link's secret, nobody else; no cache keeps it.</summary>
    public static void MapShares(this WebApplication app) =>
        app.MapGet("/shares/{id}", async (string id, OpenShare openShare, HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            var opened = await openShare.RunAsync(id, context.RequestAborted);
            return opened.State == ShareState.Open
                ? Results.Json(new JsonObject
                {
                    ["presentations"] = new JsonArray([.. opened.Presentations.Select(one => (JsonNode)one)]),
                    ["expires"] = opened.Ends.ToUnixTimeSeconds(),
                })
                : Results.Problem(statusCode: Refusals.Status(opened.State), title: opened.State == ShareState.Gone
                    ? "This share was stopped or has ended."
                    : "There is no such share.");
        }).AllowAnonymous();
}
