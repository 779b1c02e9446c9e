using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Hosting.Languages;

/// <summary>The language of one request.</summary>
/// <param name="Code">One of the service's languages.</param>
/// <param name="IsChosen">The reader chose it here, now or earlier; else it follows from the browser.</param>
public sealed record RequestLanguage(string Code, bool IsChosen = false);

/// <summary>
/// Chooses the language: <c>?lang=</c> (remembered in a cookie), else the cookie, else what the browser asks for, else
/// the service's first. Numbers and dates stay culture-free; pages format them on purpose.
/// </summary>
public sealed class LanguageChoice(RequestDelegate next, ServiceIdentity service)
{
    /// <summary>Runs the rest of the pipeline with a language chosen.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        if (context.RequestServices.GetService<PhraseBook>() is { } book)
        {
            context.Features.Set(Choose(context, book));
        }

        return next(context);
    }

    private RequestLanguage Choose(HttpContext context, PhraseBook book)
    {
        var cookie = $"sp-{service.Name}-lang";
        if (context.Request.Query["lang"] is [{ } asked] && book.Languages.Contains(asked))
        {
            context.Response.Cookies.Append(cookie, asked, new CookieOptions
            {
                HttpOnly = true, SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Lax,
                Secure = context.Request.IsHttps, MaxAge = TimeSpan.FromDays(365), IsEssential = true,
            });
            return new(asked, IsChosen: true);
        }

        if (context.Request.Cookies[cookie] is { } remembered && book.Languages.Contains(remembered))
        {
            return new(remembered, IsChosen: true);
        }

        return new(AskedByBrowser(context.Request, book) ?? book.Languages[0]);
    }

    private static string? AskedByBrowser(HttpRequest request, PhraseBook book) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage!, out var wanted)
            ? wanted.Where(one => one.Quality is not 0).OrderByDescending(one => one.Quality ?? 1)
                .Select(one => one.Value.Value?.Split('-')[0].ToLowerInvariant())
                .FirstOrDefault(code => code is not null && book.Languages.Contains(code))
            : null;
}
