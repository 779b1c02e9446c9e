using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Limits;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;

namespace SkillsPassport.Issuer.Lookup;

/// <summary>
/// POST /lookup: the signed bytes of the certificate with this code, for damaged QR codes and phones without a camera.
/// The answer is as public as the paper itself, and is checked like any other credential. Codes cannot be found by
/// trying: 50 random bits, and so many lookups for each address, counted in the database. Hits and misses count alike:
/// who misses is only known to the verifier, which slows those callers itself (ADR 0170).
/// </summary>
public sealed class LookUpCertificate(IDbContextFactory<IssuerDb> databases, ICounters counters,
    IOptions<IssuerOptions> options)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>What became of a lookup.</summary>
    public abstract record Outcome
    {
        private Outcome()
        {
        }

        /// <summary>The certificate's CWT.</summary>
        public sealed record Found(byte[] Cwt) : Outcome;

        /// <summary>No certificate, or too many tries.</summary>
        public sealed record Refused(Refusal Why, TimeSpan? RetryAfter = null) : Outcome;
    }

    /// <summary>Finds by the code as somebody typed it.</summary>
    public async Task<Outcome> FindAsync(string? typed, IPAddress? from, CancellationToken cancel)
    {
        if (!CertificateCode.TryParse(typed, out var code))
        {
            // The check characters tell without a look: nothing is learned here, so nothing is counted.
            return new Outcome.Refused(Refusal.NotFound);
        }

        var asked = await counters.TakeAsync(
            $"lookup:{Subscriber.Of(from)}", options.Value.LookupsPerMinute, Window, cancel);
        if (!asked.Allowed)
        {
            return new Outcome.Refused(Refusal.TooManyTries, asked.RetryAfter);
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var cwt = await (from award in db.Awards.AsNoTracking()
                         join copy in db.Copies on award.SerialNo equals copy.SerialNo
                         where award.Code == code && award.State != AwardState.Intended && copy.Form == CopyForm.Paper
                         orderby copy.SignedAt descending
                         select copy.Bytes).FirstOrDefaultAsync(cancel);
        return cwt is not null ? new Outcome.Found(cwt) : new Outcome.Refused(Refusal.NotFound);
    }
}

/// <summary>The route.</summary>
public static class LookupRegistration
{
    private const int MaxBody = 1024;

    /// <summary>Services.</summary>
    public static void AddLookup(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<LookUpCertificate>();

    /// <summary>Maps POST /lookup with <c>{"code": "XXXX-XXXX-XXXX"}</c>.</summary>
    public static void MapLookup(this WebApplication app) => app.MapPost("/lookup",
        async (HttpContext http, LookUpCertificate lookup) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            if (await ReadCodeAsync(http) is not { } code)
            {
                return Problem(Refusal.RequestUnreadable);
            }

            switch (await lookup.FindAsync(code, http.Connection.RemoteIpAddress, http.RequestAborted))
            {
                case LookUpCertificate.Outcome.Found(var cwt):
                    return Results.Bytes(cwt, Specs.Cwt.MediaType);
                case LookUpCertificate.Outcome.Refused { RetryAfter: { } wait } refused:
                    http.Response.SayRetryAfter(wait);
                    return Problem(refused.Why);
                case LookUpCertificate.Outcome.Refused refused:
                    return Problem(refused.Why);
                default:
                    throw new InvalidOperationException("an outcome that does not exist");
            }
        }).WithMetadata(new RequestSizeLimitAttribute(MaxBody)).AllowAnonymous();

    private static IResult Problem(Refusal refusal) => Results.Problem(statusCode: Refusals.Status(refusal));

    private static async Task<string?> ReadCodeAsync(HttpContext http)
    {
        if (!http.Request.HasJsonContentType() || http.Request.ContentLength > MaxBody)
        {
            return null;
        }

        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body,
                new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 4 }, http.RequestAborted);
            return body.RootElement.ValueKind == JsonValueKind.Object
                && body.RootElement.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String
                    ? code.GetString()
                    : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or BadHttpRequestException)
        {
            return null;
        }
    }
}
