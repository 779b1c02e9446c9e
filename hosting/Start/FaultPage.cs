using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Languages;

namespace SkillsPassport.Hosting.Start;

/// <summary>
/// Faults (a bug, a broken dependency) are caught once, here: status 500, a trace id, no detail.
/// Machines get RFC 9457 problem details, people a plain page.
/// </summary>
public sealed class FaultPage(RequestDelegate next, ILogger<FaultPage> log)
{
    /// <summary>What the log and whoever asked have in common.</summary>
    public static string TraceOf(HttpContext context) =>
        Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception bad) when (!context.Response.HasStarted && UnstorableTextException.In(bad) is { } text)
        {
            await RefuseAsync(context, text.StatusCode, text.Message);
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            await RefuseAsync(context, bad.StatusCode, "The request could not be read.");
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller went away; there is nobody to answer.
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            var trace = TraceOf(context);
            log.LogError(fault, "Fault {Trace} at {Method} {Endpoint}", trace, context.Request.Method,
                context.GetEndpoint()?.DisplayName);
            await WriteAsync(context, trace);
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string title)
    {
        context.Response.Clear();
        return RefusalPage.WriteAsync(context, status, title);
    }

    /// <summary>A service that speaks to people in many languages says it in theirs; the phrases are its own.</summary>
    private static string? InReadersLanguage(HttpContext context, string? trace)
    {
        var book = context.RequestServices.GetService<PhraseBook>();
        var language = context.Features.Get<RequestLanguage>()?.Code;
        if (book is null || language is null || !book.In(language).ContainsKey("error.500.title"))
        {
            return null;
        }

        string Say(string key, params object?[] args) => WebUtility.HtmlEncode(book.Say(language, key, args));
        var title = Say("error.500.title");
        return $"""
            <!doctype html><html lang="{language}" dir="{Phrases.DirectionOf(language)}"><meta charset="utf-8">
            <meta name="viewport" content="width=device-width"><title>{title}</title>
            <link rel="stylesheet" href="/look.css"><main class="wrap"><h1>{title}</h1><p>{Say("error.500.text")}</p>
            <p class="note">{Say("error.trace", trace)}</p></main></html>
            """;
    }

    private static async Task WriteAsync(HttpContext context, string trace)
    {
        const string title = "Something broke on our side.";
        const int status = StatusCodes.Status500InternalServerError;
        context.Response.Clear();
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        if (context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            if (InReadersLanguage(context, trace) is { } page)
            {
                await context.Response.WriteAsync(page);
                return;
            }

            await context.Response.WriteAsync($"""
                <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>{title}</title><link rel="stylesheet" href="/look.css"><main class="wrap"><h1>{title}</h1>
                <p>Nothing was changed. Please try again. · কিছু বদলায়নি। আবার চেষ্টা করুন।</p>
                <p>Reference · সূত্র: <code>{trace}</code></p></main></html>
                """);
            return;
        }

        await context.Response.WriteAsJsonAsync(
            new { type = "about:blank", title, status, traceId = trace }, options: null, "application/problem+json");
    }
}
