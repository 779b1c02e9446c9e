using Microsoft.AspNetCore.Http;

namespace SkillsPassport.Hosting.Limits;

/// <summary>How long whoever is refused has to wait. It is noted where it is known, deep in an operation, and said with
/// the answer, so that no page has to carry it through.</summary>
public sealed class Waits(IHttpContextAccessor accessor)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(400);

    /// <summary>For a no without a known end.</summary>
    private static readonly TimeSpan Unknown = TimeSpan.FromMinutes(1);

    /// <summary>For another's silence, which may end at any moment.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>Of several the longest counts; outside a request nobody is told.</summary>
    public void Note(TimeSpan wait)
    {
        if (accessor.HttpContext is { } context)
        {
            var noted = context.Items[typeof(Waits)] as TimeSpan? ?? TimeSpan.Zero;
            context.Items[typeof(Waits)] = wait > Longest ? Longest : wait > noted ? wait : noted;
        }
    }

    /// <summary>Says it with each answer that tells to wait (429, 503) and does not say it already.</summary>
    public static Task SayAsync(HttpContext context, RequestDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        context.Response.OnStarting(() =>
        {
            var response = context.Response;
            if (response.Headers.RetryAfter.Count == 0 && response.StatusCode
                is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            {
                response.SayRetryAfter(context.Items[typeof(Waits)] as TimeSpan?
                    ?? (response.StatusCode == StatusCodes.Status429TooManyRequests ? Unknown : Silence));
            }

            return Task.CompletedTask;
        });
        return next(context);
    }
}
