using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;
using SkillsPassport.Credentials;

namespace SkillsPassport.Issuer.Protocol;

/// <summary>Answers of the protocol endpoints: JSON that nobody may keep, errors in the protocol's own shape.</summary>
public static class ProtocolAnswer
{
    private static readonly JsonSerializerOptions Wire =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IResult Json(JsonObject body, int status = StatusCodes.Status200OK) => new Answer(body, status, null);

    public static IResult Nothing() => new Answer(null, StatusCodes.Status204NoContent, null);

    /// <summary>The error of a refusal, as <c>Refusals.cs</c> says it; <paramref name="attempts"/> tells tries left
    /// with a PIN, <paramref name="retryAfter"/> the seconds to wait.</summary>
    public static IResult Refuse(
        ProtocolRefusal refusal, string? detail = null, int? attempts = null, int? retryAfter = null)
    {
        var (status, error, description) = Refusals.Protocol(refusal);
        var body = new JsonObject
        {
            [Specs.OpenId4Vci.Error] = error,
            [Specs.OpenId4Vci.ErrorDescription] = detail ?? description,
        };
        if (attempts is { } left)
        {
            body[Specs.OpenId4Vci.AttemptsRemaining] = left;
        }

        if (retryAfter is { } seconds)
        {
            body[Specs.Claiming.WaitSeconds] = seconds;
        }

        // RFC 6750 section 3: a request without a token is told the scheme only.
        var challenge = status != StatusCodes.Status401Unauthorized ? null
            : refusal == ProtocolRefusal.MissingToken ? Specs.OpenId4Vci.Bearer
            : $"{Specs.OpenId4Vci.Bearer} error=\"{error}\"";
        return new Answer(body, status, challenge);
    }

    private sealed record Answer(JsonObject? Body, int Status, string? Challenge) : IResult
    {
        public async Task ExecuteAsync(HttpContext context)
        {
            context.Response.StatusCode = Status;
            context.Response.Headers[HeaderNames.CacheControl] = "no-store";
            if (Challenge is not null)
            {
                context.Response.Headers[HeaderNames.WWWAuthenticate] = Challenge;
            }

            if (Body is not null)
            {
                context.Response.ContentType = "application/json";
                await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(Body, Wire),
                    context.RequestAborted);
            }
        }
    }
}
