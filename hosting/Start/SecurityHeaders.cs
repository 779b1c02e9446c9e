using Microsoft.AspNetCore.Http;

namespace SkillsPassport.Hosting.Start;

/// <summary>Strict headers on every answer; a page that needs one thing more says so by name.</summary>
public sealed class SecurityHeaders(RequestDelegate next)
{
    /// <summary>Adds the headers just before the answer starts.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var policy = new ContentSecurityPolicy();
        context.Features.Set(policy);
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = policy.ToString();
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers.XFrameOptions = "DENY";
            headers["Permissions-Policy"] = policy.AllowsCamera
                ? "camera=(self)" : "camera=(), microphone=(), geolocation=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            if (context.Request.IsHttps)
            {
                headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
            }

            return Task.CompletedTask;
        });
        return next(context);
    }
}

/// <summary>The answer's Content-Security-Policy; starts closed.</summary>
public sealed class ContentSecurityPolicy
{
    private readonly SortedDictionary<string, List<string>> _directives = new(StringComparer.Ordinal)
    {
        ["default-src"] = ["'none'"],
        ["script-src"] = ["'self'"],
        ["style-src"] = ["'self'"],
        ["img-src"] = ["'self'", "data:"],
        ["connect-src"] = ["'self'"],
        ["manifest-src"] = ["'self'"],
        ["form-action"] = ["'self'"],
        ["frame-ancestors"] = ["'none'"],
        ["base-uri"] = ["'none'"],
    };

    /// <summary>Whether the page may ask for the camera.</summary>
    public bool AllowsCamera { get; set; }

    /// <summary>Adds one source to one directive, such as <c>script-src</c> and <c>'wasm-unsafe-eval'</c>.</summary>
    public void Allow(string directive, string source)
    {
        if (!_directives.TryGetValue(directive, out var sources))
        {
            _directives[directive] = sources = [];
        }

        if (!sources.Contains(source))
        {
            sources.Add(source);
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join("; ", _directives.Select(one => $"{one.Key} {string.Join(' ', one.Value)}"));
}

/// <summary>How a page reaches its policy.</summary>
public static class ContentSecurityPolicyOfRequest
{
    /// <summary>The policy of the answer being made.</summary>
    public static ContentSecurityPolicy ContentSecurityPolicy(this HttpContext context) =>
        context.Features.GetRequiredFeature<ContentSecurityPolicy>();

    private static T GetRequiredFeature<T>(this Microsoft.AspNetCore.Http.Features.IFeatureCollection features) =>
        features.Get<T>() ?? throw new InvalidOperationException("UseServiceDefaults() comes first in the pipeline.");
}
