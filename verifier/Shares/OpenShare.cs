using System.Text.Json;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Credentials.Verification;
using SkillsPassport.Verifier.Limits;
using SkillsPassport.Verifier.Verify;

namespace SkillsPassport.Verifier.Shares;

/// <summary>The request: the whole link as the worker sent it.</summary>
public sealed record ShareRequest(string? Link);

/// <summary>The answer.</summary>
/// <param name="Version">1.</param>
/// <param name="State"><c>active</c>, or <c>stopped</c>: ended by the worker, or past its end date.</param>
/// <param name="Wallet">The wallet that holds the share, as the trust list names it.</param>
/// <param name="Expires">When the share ends, seconds since 1970.</param>
/// <param name="Reports">One VerificationReport for each presentation.</param>
public sealed record ShareAnswer(
    int Version, string State, ShareWallet Wallet, long? Expires, IReadOnlyList<VerificationReport> Reports);

public sealed record ShareWallet(string Id, LocalisedName Name);

/// <summary><c>POST /api/shares</c>: what a worker shared by a link, fetched from the wallet and checked like anything
/// else. The wallet's word counts for nothing: each presentation must be made for this very link.</summary>
public static class OpenShare
{
    private static readonly Limit PerAddress = new("share", 60, TimeSpan.FromMinutes(1));

    public static void MapShares(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/shares", HandleAsync).WithName("OpenShare").WithTags("Shares")
            .WithSummary("Fetch and verify what a worker shared by a link")
            .Produces<ShareAnswer>()
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(415).ProducesProblem(422).ProducesProblem(429)
            .ProducesProblem(503).AllowAnonymous();

    private static async Task<IResult> HandleAsync(
        HttpContext context, FetchShare fetch, CheckCredential check, RequestLimits limits, CancellationToken cancel)
    {
        var (request, refusal) = await SmallJson.ReadAsync<ShareRequest>(context, cancel);
        if (refusal is { } refused)
        {
            return refused.ToResult();
        }
        if (!ShareLink.TryParse(request!.Link, out var link))
        {
            return VerifierRefusal.ShareLinkUnreadable.ToResult();
        }
        if (await limits.TakeAsync(PerAddress, context.Connection.RemoteIpAddress, cancel) is { } wait)
        {
            return VerifierRefusal.TooManyRequests.ToResult(context, wait);
        }
        context.Response.Headers.CacheControl = "no-store";
        switch (await fetch.FetchAsync(link, cancel))
        {
            case ShareFetch.Refused no:
                return no.Refusal.ToResult();
            case ShareFetch.Stopped stopped:
                return Results.Bytes(Write("stopped", stopped.Wallet, null, []), "application/json");
            case ShareFetch.Active active:
                var reports = new List<VerificationReport>(active.Presentations.Count);
                foreach (var presentation in active.Presentations)
                {
                    reports.Add(await check.CheckAsync(new()
                    {
                        SdJwt = presentation, ExpectedAudience = link.Text, ExpectedNonce = link.Id,
                    }, cancel));
                }
                return Results.Bytes(Write("active", active.Wallet, active.Expires, reports), "application/json");
            case var other:
                throw new InvalidOperationException(other.GetType().Name);
        }
    }

    private static byte[] Write(
        string state, TrustedWallet wallet, long? expires, IReadOnlyList<VerificationReport> reports)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteString("state", state);
            json.WriteStartObject("wallet");
            json.WriteString("id", wallet.Id);
            json.WritePropertyName("name");
            JsonSerializer.Serialize(json, wallet.Name, JsonSerializerOptions.Web);
            json.WriteEndObject();
            json.WritePropertyName("expires");
            if (expires is { } end)
            {
                json.WriteNumberValue(end);
            }
            else
            {
                json.WriteNullValue();
            }
            json.WriteStartArray("reports");
            foreach (var report in reports)
            {
                report.WriteTo(json);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }
}
