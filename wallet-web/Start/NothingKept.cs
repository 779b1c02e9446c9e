using Microsoft.Net.Http.Headers;

namespace SkillsPassport.Wallet.Start;

/// <summary>Pages show personal data on shared phones: no cache keeps one, unless an endpoint says otherwise.</summary>
public sealed class NothingKept(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            if (!context.Response.Headers.ContainsKey(HeaderNames.CacheControl)
                || context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
            {
                context.Response.Headers.CacheControl = "no-store";
            }

            return Task.CompletedTask;
        });
        return next(context);
    }
}
