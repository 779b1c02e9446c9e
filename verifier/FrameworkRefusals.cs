namespace SkillsPassport.Verifier;

/// <summary>What the framework refuses before a route is reached, or while its body is read: under <c>/api</c> it gets
/// a problem with a code as every other refusal does.</summary>
public static class FrameworkRefusals
{
    public static async Task SayAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/api"))
        {
            await next(context);
            return;
        }

        var response = context.Response;
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException bad) when (!response.HasStarted)
        {
            response.Clear();
            response.StatusCode = bad.StatusCode;
        }

        if (!response.HasStarted && response.ContentType is null && Of(response.StatusCode) is { } refusal)
        {
            response.Headers.CacheControl = "no-store";
            await refusal.ToResult().ExecuteAsync(context);
        }
    }

    private static VerifierRefusal? Of(int status) => status switch
    {
        StatusCodes.Status400BadRequest => VerifierRefusal.RequestUnreadable,
        StatusCodes.Status404NotFound => VerifierRefusal.AddressUnknown,
        StatusCodes.Status405MethodNotAllowed => VerifierRefusal.MethodNotAllowed,
        StatusCodes.Status408RequestTimeout => VerifierRefusal.RequestTooSlow,
        StatusCodes.Status413PayloadTooLarge => VerifierRefusal.RequestTooLarge,
        StatusCodes.Status415UnsupportedMediaType => VerifierRefusal.ContentTypeUnsupported,
        StatusCodes.Status429TooManyRequests => VerifierRefusal.TooManyRequests,
        _ => null,
    };
}
