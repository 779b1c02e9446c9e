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
/// the service's first. Numbers and dates stay culture-free (<see cref="ServiceHost"/>); pages format them on purpose.
/// </summary>
public sealed class LanguageChoice(RequestDelegate next, ServiceIdentity service, IServiceProvider services)
{
    private readonly PhraseBook? _book = services.GetService<PhraseBook>();
    private readonly string _cookie = $"sp-{service.Name}-lang";

    /// <summary>Runs the rest of the pipeline with a language chosen.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (_book is { } book)
        {
            context.Features.Set(Choose(context, book));
        }

        return next(context);
    }

    private RequestLanguage Choose(HttpContext context, PhraseBook book)
    {
        // Most requests say nothing of this kind: asking whether they do is cheaper than parsing what they do not say.
        if (context.Request.QueryString.HasValue
            && context.Request.Query["lang"] is [{ } asked] && book.Languages.Contains(asked))
        {
            context.Response.Cookies.Append(_cookie, asked, new CookieOptions
            {
                HttpOnly = true, SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Lax,
                Secure = context.Request.IsHttps, MaxAge = TimeSpan.FromDays(365), IsEssential = true,
            });
            return new(asked, IsChosen: true);
        }

        if (context.Request.Headers.Cookie.Count > 0
            && context.Request.Cookies[_cookie] is { } remembered && book.Languages.Contains(remembered))
        {
            return new(remembered, IsChosen: true);
        }

        return new(AskedByBrowser(context.Request, book) ?? book.Languages[0]);
    }

    private static string? AskedByBrowser(HttpRequest request, PhraseBook book) =>
        request.Headers.AcceptLanguage.Count > 0
        && StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage!, out var wanted)
            ? wanted.Where(one => one.Quality is not 0).OrderByDescending(one => one.Quality ?? 1)
                .Select(one => one.Value.Value?.Split('-')[0].ToLowerInvariant())
                .FirstOrDefault(code => code is not null && book.Languages.Contains(code))
            : null;
}
