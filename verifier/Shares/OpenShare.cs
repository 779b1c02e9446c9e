using System.Text.Json;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Credentials.Verification;
using SkillsPassport.Verifier.Limits;
using SkillsPassport.Verifier.Verify;

namespace SkillsPassport.Verifier.Shares;

/// <summary>The request.</summary>
/// <param name="Link">The whole link as the worker sent it.</param>
/// <param name="Pin">The PIN the worker told, where there is one.</param>
/// <param name="Visit">22 to 64 random characters (base64url) of your own: asked again within half an hour with the
/// same, it is the same opening and needs no PIN again. Without one each request counts.</param>
/// <param name="Confirm">Opens a share whose openings are counted.</param>
public sealed record ShareRequest(string? Link, string? Pin = null, string? Visit = null, bool Confirm = false);

/// <summary>The answer.</summary>
/// <param name="Version">1.</param>
/// <param name="State"><c>active</c>; or <c>stopped</c>: ended by the worker, or past its end date; or
/// <c>pin_needed</c>, <c>pin_wrong</c>, <c>pin_wait</c>; or <c>confirm_needed</c>: openings are counted, none was; or
/// <c>used_up</c>.</param>
/// <param name="Wallet">The wallet that holds the share, as the trust list names it.</param>
/// <param name="Expires">When the share ends, seconds since 1970.</param>
/// <param name="OpeningsLeft">How many more openings the worker allows; null when any number.</param>
/// <param name="Wait">Seconds until a PIN may be tried again.</param>
/// <param name="Reports">One VerificationReport for each presentation.</param>
public sealed record ShareAnswer(
    int Version, string State, ShareWallet Wallet, long? Expires, int? OpeningsLeft, int? Wait,
    IReadOnlyList<VerificationReport> Reports);

public sealed record ShareWallet(string Id, LocalisedName Name);

/// <summary><c>POST /api/shares</c>: what a worker shared by a link, fetched from the wallet and checked like anything
/// else. The wallet's word counts for nothing: each presentation must be made for this very link.</summary>
public static class OpenShare
{
    private const int LongestPin = 32;

    private static readonly Limit PerAddress = new("share", 60, TimeSpan.FromMinutes(1));

    public static void MapShares(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/shares", HandleAsync).WithName("OpenShare").WithTags("Shares")
            .WithSummary("Fetch and verify what a worker shared by a link")
            .Produces<ShareAnswer>()
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(405).ProducesProblem(408).ProducesProblem(413)
            .ProducesProblem(415).ProducesProblem(422).ProducesProblem(429).ProducesProblem(503).AllowAnonymous();

    private static async Task<IResult> HandleAsync(
        HttpContext context, FetchShare fetch, CheckCredential check, ICallerCountry country, RequestLimits limits,
        CancellationToken cancel)
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
        if (request is { Visit: { } visit } && !ShareKnock.IsVisit(visit) || request.Pin is { Length: > LongestPin })
        {
            return VerifierRefusal.RequestUnreadable.ToResult();
        }
        if (await limits.TakeAsync(PerAddress, context.Connection.RemoteIpAddress, cancel) is { } wait)
        {
            return VerifierRefusal.TooManyRequests.ToResult(context, wait);
        }
        context.Response.Headers.CacheControl = "no-store";
        var knock = new ShareKnock(request.Visit, request.Pin, request.Confirm, country.Of(context));
        switch (await fetch.FetchAsync(link, knock, cancel))
        {
            case ShareFetch.Refused no:
                return no.Refusal.ToResult();
            case ShareFetch.Stopped stopped:
                return Results.Bytes(Write("stopped", stopped.Wallet), "application/json");
            case ShareFetch.Shut shut:
                return Results.Bytes(
                    Write(shut.State, shut.Wallet, left: shut.OpeningsLeft, wait: shut.Wait), "application/json");
            case ShareFetch.Active active:
                var reports = new List<VerificationReport>(active.Presentations.Count);
                foreach (var presentation in active.Presentations)
                {
                    reports.Add(await check.CheckAsync(new()
                    {
                        SdJwt = presentation, ExpectedAudience = link.Text, ExpectedNonce = link.Id,
                    }, cancel));
                }
                return Results.Bytes(
                    Write("active", active.Wallet, active.Expires, active.OpeningsLeft, reports: reports),
                    "application/json");
            case var other:
                throw new InvalidOperationException(other.GetType().Name);
        }
    }

    private static byte[] Write(
        string state, TrustedWallet wallet, long? expires = null, int? left = null, int? wait = null,
        IReadOnlyList<VerificationReport>? reports = null)
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
            foreach (var (name, number) in new[] { ("expires", expires), ("openingsLeft", left), ("wait", wait) })
            {
                json.WritePropertyName(name);
                if (number is { } given)
                {
                    json.WriteNumberValue(given);
                }
                else
                {
                    json.WriteNullValue();
                }
            }
            json.WriteStartArray("reports");
            foreach (var report in reports ?? [])
            {
                report.WriteTo(json);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }
}
