using Microsoft.Net.Http.Headers;
using SkillsPassport.Credentials.Registers;

namespace SkillsPassport.Authority.Publishing;

/// <summary>The signed registers as bytes for anybody: static documents that any cache or mirror may pass on.</summary>
public static class ServeRegisters
{
    public static void MapRegisters(this IEndpointRouteBuilder routes)
    {
        Map<ComparisonRegister>(routes);
        Map<RecruiterRegister>(routes);
    }

    private static void Map<T>(IEndpointRouteBuilder routes) where T : RegisterContent
    {
        var kind = RegisterKind.Of<T>();
        routes.MapMethods("/" + kind.FileName, ["GET", "HEAD"],
            async (PublishedRegisters registers, HttpContext context) =>
            {
                context.Response.Headers.AccessControlAllowOrigin = "*";
                if (await registers.GetAsync<T>(context.RequestAborted) is not { } register)
                {
                    return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
                }

                // Short, because a suspension should travel fast; the tag makes asking again cheap.
                context.Response.Headers.CacheControl = "public, max-age=5";
                return Results.Bytes(register.Bytes, kind.MediaType, lastModified: register.IssuedAt,
                    entityTag: new EntityTagHeaderValue($"\"{register.Digest}\""));
            }).AllowAnonymous().ExcludeFromDescription();
    }
}
