using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Hosting.Limits;
using SkillsPassport.Hosting.Outbound;

namespace SkillsPassport.Wallet.Receive;

/// <summary>An issuer's answer: its status and, when it was JSON, its body.</summary>
public sealed record Reply(int Status, JsonElement Json, byte[] Body)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>When to come back, when the issuer said so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How long not to ask again, of an issuer that has too much to do and did not look at what it was asked;
    /// null of any other.</summary>
    public TimeSpan? Busy => Status == StatusCodes.Status429TooManyRequests
        || (Status == StatusCodes.Status503ServiceUnavailable && RetryAfter is not null)
            ? RetryAfter is not { } wait ? TimeSpan.Zero : wait < LongestWait ? wait : LongestWait
            : null;

    public bool IsAway => Status >= StatusCodes.Status500InternalServerError;

    public bool IsOk => Status is 200 or 202 && Json.ValueKind == JsonValueKind.Object;
}

/// <summary>Talks to an issuer the worker chose; everything goes through the outbound gate. Who asks is told how long
/// a busy issuer is to be left alone.</summary>
public sealed class IssuerHttp(OutboundGate gate, Waits waits)
{
    private const string Json = "application/json";

    public async Task<Got<Reply>> GetAsync(Uri address, CancellationToken cancellation) =>
        Read(await gate.GetAsync(address, OutboundPolicy.AnyPublicHost, Json, cancel: cancellation));

    public async Task<Got<Reply>> PostFormAsync(
        Uri address, Dictionary<string, string> form, CancellationToken cancellation)
    {
        using var body = new FormUrlEncodedContent(form);
        return Read(await gate.PostAsync(address, OutboundPolicy.AnyPublicHost, body, Json, cancel: cancellation));
    }

    public async Task<Got<Reply>> PostJsonAsync(
        Uri address, JsonObject? json, string? bearer, CancellationToken cancellation)
    {
        using HttpContent body = json is null
            ? new ByteArrayContent([])
            : new StringContent(json.ToJsonString(), Encoding.UTF8, Json);
        return Read(await gate.PostAsync(address, OutboundPolicy.AnyPublicHost, body, Json, bearer, cancellation));
    }

    private Got<Reply> Read(OutboundResult result) => result switch
    {
        OutboundResult.Answered answered => ReadBody(answered),
        OutboundResult.Failed => ReceiveRefusal.IssuerUnreachable,
        // It was asked, and what came back was no answer: "we did not open it" would be untrue.
        OutboundResult.Refused { Reason: OutboundRefusal.TooLarge or OutboundRefusal.Redirected }
            => ReceiveRefusal.IssuerUnreadable,
        _ => ReceiveRefusal.IssuerRefusedByGate,
    };

    private Reply ReadBody(OutboundResult.Answered answered)
    {
        try
        {
            using var document = StrictJson.Parse(answered.Body);
            return Of(document.RootElement.Clone());
        }
        catch (FormatException)
        {
            return Of(default);
        }

        Reply Of(JsonElement json)
        {
            var reply = new Reply(answered.Status, json, answered.Body) { RetryAfter = answered.RetryAfter };
            if (reply.Busy is { } wait)
            {
                waits.Note(wait);
            }

            return reply;
        }
    }
}
