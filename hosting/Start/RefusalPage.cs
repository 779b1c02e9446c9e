using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Hosting.Languages;

namespace SkillsPassport.Hosting.Start;

/// <summary>
/// Nobody sees a blank page: a refusal (4xx) that says nothing gets a sentence, what to do and a way back, in the
/// reader's language. Machines, and everything under <c>/api</c>, get RFC 9457 problem details.
/// </summary>
public sealed class RefusalPage(RequestDelegate next)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        var response = context.Response;
        if (!response.HasStarted && response.StatusCode is >= 400 and < 500
            && response.ContentType is null && response.ContentLength is null or 0)
        {
            await WriteAsync(context, response.StatusCode);
        }
    }

    /// <summary>Says no. Headers that are there stay.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status.</param>
    /// <param name="title">What machines are told.</param>
    /// <param name="words">What people are told, in their language, where there is more to say than to every request
    /// of that status.</param>
    public static async Task WriteAsync(HttpContext context, int status, string? title = null,
        (string Reason, string Remedy)? words = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentLength = null;
        response.Headers.CacheControl = "no-store";
        if (WantsPage(context.Request) && context.RequestServices.GetService<PhraseBook>() is { } book)
        {
            response.ContentType = "text/html; charset=utf-8";
            await response.WriteAsync(Page(context, book, status, words));
            return;
        }

        await response.WriteAsJsonAsync(
            new
            {
                type = "about:blank", title = title ?? ReasonPhrases.GetReasonPhrase(status), status,
                traceId = FaultPage.TraceOf(context),
            },
            options: null, "application/problem+json");
    }

    private static bool WantsPage(HttpRequest request) => !request.Path.StartsWithSegments("/api")
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);

    private static string Page(HttpContext context, PhraseBook book, int status, (string Reason, string Remedy)? words)
    {
        var language = context.Features.Get<RequestLanguage>()?.Code ?? book.Languages[0];
        var kind = status switch
        {
            StatusCodes.Status404NotFound => "404",
            StatusCodes.Status413PayloadTooLarge => "413",
            StatusCodes.Status429TooManyRequests => "429",
            _ => "any",
        };
        string Say(string key) => WebUtility.HtmlEncode(book.Say(language, key));
        var title = WebUtility.HtmlEncode(words?.Reason) ?? Say($"refused.{kind}.title");
        var text = WebUtility.HtmlEncode(words?.Remedy) ?? Say($"refused.{kind}.text");
        return $"""
            <!doctype html><html lang="{language}" dir="{Phrases.DirectionOf(language)}"><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
            <link rel="icon" href="data:,"><link rel="stylesheet" href="/look.css">
            <main class="wrap"><h1>{title}</h1><p>{text}</p>
            <p><a class="btn" href="/">{Say("refused.back")}</a></p></main></html>
            """;
    }
}
