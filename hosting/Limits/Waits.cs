using Microsoft.AspNetCore.Http;

namespace SkillsPassport.Hosting.Limits;

/// <summary>How long whoever is refused has to wait. It is noted where it is known, deep in an operation, and said with
/// the answer, so that no page has to carry it through.</summary>
public sealed class Waits(IHttpContextAccessor accessor)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(400);

    /// <summary>For a no without a known end.</summary>
    private static readonly TimeSpan Unknown = TimeSpan.FromMinutes(1);

    /// <summary>Of several the longest counts; outside a request nobody is told.</summary>
    public void Note(TimeSpan wait)
    {
        if (accessor.HttpContext is { } context)
        {
            var noted = context.Items[typeof(Waits)] as TimeSpan? ?? TimeSpan.Zero;
            context.Items[typeof(Waits)] = wait > Longest ? Longest : wait > noted ? wait : noted;
        }
    }

    /// <summary>Says it with each answer that tells to wait (429) and does not say it already.</summary>
    public static Task SayAsync(HttpContext context, RequestDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        context.Response.OnStarting(() =>
        {
            var response = context.Response;
            if (response.StatusCode == StatusCodes.Status429TooManyRequests && response.Headers.RetryAfter.Count == 0)
            {
                response.SayRetryAfter(context.Items[typeof(Waits)] as TimeSpan? ?? Unknown);
            }

            return Task.CompletedTask;
        });
        return next(context);
    }
}
