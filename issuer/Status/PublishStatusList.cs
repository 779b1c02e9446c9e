using System.Globalization;
using Microsoft.Net.Http.Headers;
using SkillsPassport.Credentials;

namespace SkillsPassport.Issuer.Status;

/// <summary>
/// GET /status/{n} and /status/{n}.cwt: one status list as a static, cacheable document that any page of any origin may
/// read (Token Status List sections 8.1 and 8.2).
/// </summary>
public static class PublishStatusList
{
    private const string Public = "public, max-age=2";
    private const string HistoricalTime = "time";
    private static readonly string[] Readable = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps both forms.</summary>
    public static void MapStatusLists(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/status/{number:int:min(0)}", Readable,
            (int number, HttpContext http, PublishedStatusLists lists) =>
                AnswerAsync(number, http, lists, Specs.TokenStatusList.JwtMediaType, list => list.Jwt))
            .AllowAnonymous();
        app.MapMethods("/status/{number:int:min(0)}.cwt", Readable,
            (int number, HttpContext http, PublishedStatusLists lists) =>
                AnswerAsync(number, http, lists, Specs.TokenStatusList.CwtMediaType, list => list.Cwt))
            .AllowAnonymous();
        string[] anybodyMayRead = ["/status/{number:int:min(0)}", "/status/{number:int:min(0)}.cwt", "/status-lists"];
        foreach (var path in anybodyMayRead)
        {
            app.MapMethods(path, [HttpMethods.Options], AllowAnyOrigin).AllowAnonymous();
        }
    }

    /// <summary>What a foreign page's script needs to read an answer and ask again with its tag.</summary>
    internal static void OpenToAll(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlExposeHeaders = HeaderNames.ETag;
        headers.CacheControl = Public;
    }

    private static async Task<IResult> AnswerAsync(int number, HttpContext http, PublishedStatusLists lists,
        string mediaType, Func<PublishedStatusList, byte[]> form)
    {
        if (http.Request.Query.ContainsKey(HistoricalTime))
        {
            // Section 8.4: a server without history says so and never answers with another time's list.
            return Results.StatusCode(StatusCodes.Status501NotImplemented);
        }

        if (await lists.FindAsync(number, http.RequestAborted) is not { } list)
        {
            return Results.NotFound();
        }

        OpenToAll(http);
        var text = number.ToString(CultureInfo.InvariantCulture) + "-" + list.Tag;
        var tag = new EntityTagHeaderValue($"\"{text}\"", isWeak: true);
        http.Response.GetTypedHeaders().ETag = tag;
        return http.Request.GetTypedHeaders().IfNoneMatch.Any(asked => asked.Compare(tag, useStrongComparison: false))
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Bytes(form(list), mediaType);
    }

    private static IResult AllowAnyOrigin(HttpContext http)
    {
        OpenToAll(http);
        http.Response.Headers.AccessControlAllowMethods = "GET, HEAD";
        http.Response.Headers.AccessControlAllowHeaders = HeaderNames.IfNoneMatch;
        return Results.NoContent();
    }
}
