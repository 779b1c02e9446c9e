using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace SkillsPassport.Hosting.Limits;

/// <summary>When to come back (RFC 6585 section 4, RFC 9110 section 10.2.3): the one place that says it, for every
/// answer that tells somebody to wait.</summary>
public static class RetryAfter
{
    /// <summary>Sets the header, in whole seconds and never none: who is told to wait for nothing asks at
    /// once.</summary>
    /// <returns>The seconds.</returns>
    public static int SayRetryAfter(this HttpResponse response, TimeSpan wait)
    {
        ArgumentNullException.ThrowIfNull(response);
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return seconds;
    }
}
