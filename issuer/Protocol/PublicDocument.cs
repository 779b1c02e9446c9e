using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;

namespace SkillsPassport.Issuer.Protocol;

/// <summary>Bytes that anybody may read from anywhere and keep for a while.</summary>
public sealed record PublicDocument(byte[] Body, string ContentType, bool Forever) : IResult
{
    private static readonly JsonSerializerOptions Wire =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Bytes(JsonObject json) => JsonSerializer.SerializeToUtf8Bytes(json, Wire);

    public async Task ExecuteAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers[HeaderNames.CacheControl] = Forever ? "public, max-age=31536000, immutable" : "public, max-age=60";
        headers[HeaderNames.AccessControlAllowOrigin] = "*";
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Body))[..16]}\"";
        headers[HeaderNames.ETag] = tag;
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = ContentType;
        context.Response.ContentLength = Body.Length;
        await context.Response.Body.WriteAsync(Body, context.RequestAborted);
    }
}
