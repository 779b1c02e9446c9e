using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace SkillsPassport.Wallet.Share;

public static class Sharing
{
    private const int LargestBody = 2048;

    private static readonly JsonSerializerOptions Strict =
        new(JsonSerializerDefaults.Web) { AllowDuplicateProperties = false, MaxDepth = 4 };

    public static void AddSharing(this IServiceCollection services)
    {
        services.AddSingleton<MakeShare>();
        services.AddSingleton<OpenShare>();
        services.AddSingleton<StopShare>();
        services.AddSingleton<ExtendShare>();
        services.AddSingleton<ListShares>();
    }

    /// <summary>What verifiers fetch: anybody who holds the link's secret, nobody else; no cache keeps it. GET looks
    /// and counts nothing; POST opens.</summary>
    public static void MapShares(this WebApplication app)
    {
        app.MapGet("/shares/{id}", async (string id, OpenShare openShare, Refusals refusals, HttpContext context) =>
        {
            var looked = await openShare.LookAsync(id, context.RequestAborted);
            return Answer(looked, refusals, context, looked => new
            {
                expires = looked.Ends.ToUnixTimeSeconds(), pin = looked.NeedsPin, openingsLeft = looked.Left,
            });
        }).AllowAnonymous();
        app.MapPost("/shares/{id}", async (string id, OpenShare openShare, Refusals refusals, HttpContext context) =>
        {
            if (await ReadAsync(context) is not { } knock)
            {
                return Results.Problem(statusCode: StatusCodes.Status400BadRequest, title: "The body is not readable.");
            }

            var opened = await openShare.RunAsync(id, knock, context.RequestAborted);
            return Answer(opened, refusals, context, opened => new
            {
                presentations = opened.Presentations, expires = opened.Ends.ToUnixTimeSeconds(),
                openingsLeft = opened.Left,
            });
        }).AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(LargestBody));
    }

    private static IResult Answer(
        OpenedShare opened, Refusals refusals, HttpContext context, Func<OpenedShare, object> content)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (opened.State == ShareState.Open)
        {
            return Results.Json(content(opened));
        }

        var more = new Dictionary<string, object?> { ["code"] = Refusals.Code(opened.State) };
        if (opened.Left is { } left)
        {
            more["openingsLeft"] = left;
        }

        if (opened.NextAt is { } next)
        {
            more["wait"] = refusals.SecondsUntil(next);
        }

        return Results.Problem(
            statusCode: Refusals.Status(opened.State), title: Refusals.Title(opened.State), extensions: more);
    }

    /// <returns>Null when the body is no such object; an empty one is an opening like any other.</returns>
    private static async Task<ShareKnock?> ReadAsync(HttpContext context)
    {
        try
        {
            return context.Request.ContentLength == 0
                ? new ShareKnock()
                : context.Request.HasJsonContentType()
                    ? await context.Request.ReadFromJsonAsync<ShareKnock>(Strict, context.RequestAborted)
                    : null;
        }
        // The last is for letters of an unknown alphabet.
        catch (Exception unreadable) when (
            unreadable is JsonException or BadHttpRequestException or InvalidOperationException)
        {
            return null;
        }
    }
}
