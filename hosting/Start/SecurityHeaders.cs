using Microsoft.AspNetCore.Http;

namespace SkillsPassport.Hosting.Start;

/// <summary>Strict headers on every answer; a page that needs one thing more says so by name.</summary>
public sealed class SecurityHeaders(RequestDelegate next)
{
    /// <summary>Adds the headers just before the answer starts.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        context.Features.Set(new ContentSecurityPolicy());
        context.Response.OnStarting(WriteAsync, context);
        return next(context);
    }

    private static Task WriteAsync(object state)
    {
        var context = (HttpContext)state;
        var policy = context.ContentSecurityPolicy();
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
    }
}

/// <summary>The answer's Content-Security-Policy; starts closed.</summary>
public sealed class ContentSecurityPolicy
{
    private static readonly string Closed = Join(Start());
    private SortedDictionary<string, List<string>>? _directives;

    /// <summary>Whether the page may ask for the camera.</summary>
    public bool AllowsCamera { get; set; }

    /// <summary>Adds one source to one directive, such as <c>script-src</c> and <c>'wasm-unsafe-eval'</c>.</summary>
    public void Allow(string directive, string source)
    {
        _directives ??= Start();
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
    public override string ToString() => _directives is null ? Closed : Join(_directives);

    private static SortedDictionary<string, List<string>> Start() => new(StringComparer.Ordinal)
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

    private static string Join(SortedDictionary<string, List<string>> directives) =>
        string.Join("; ", directives.Select(one => $"{one.Key} {string.Join(' ', one.Value)}"));
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
