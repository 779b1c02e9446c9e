using System.Text.Json;
using System.Text.Json.Nodes;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Wallet.Custody;

namespace SkillsPassport.Wallet.Receive;

/// <summary>The credential endpoint's answer: copies of a credential, a promise, or why not.</summary>
public sealed record CredentialAnswer
{
    /// <summary>At least one; null when there is none.</summary>
    public IReadOnlyList<string>? Copies { get; init; }

    public string? NotificationId { get; init; }

    public string? Later { get; init; }

    /// <summary>With <see cref="Later"/>, and of a busy issuer: how long not to ask again.</summary>
    public TimeSpan Interval { get; init; }

    public bool TokenRefused { get; init; }

    public bool NonceRefused { get; init; }

    /// <summary>The issuer knows nothing of the transaction any more: the certificate is asked for anew.</summary>
    public bool TransactionGone { get; init; }

    public ReceiveRefusal? Refusal { get; init; }
}

/// <summary>Asks for one credential, a copy for each holder key, with a fresh proof of each (OpenID4VCI 1.0 sections 7
/// to 9 and 11).</summary>
public sealed class RequestCredential(IssuerHttp http, TimeProvider clock)
{
    private const int DefaultInterval = 60;

    public async Task<CredentialAnswer> RunAsync(
        IssuerDescription issuer, OfferPart part, HolderKeys keys, string token, CancellationToken cancellation)
    {
        if (part.TransactionId is { } transaction && issuer.DeferredEndpoint is { } deferred)
        {
            var body = new JsonObject { [Specs.OpenId4Vci.TransactionId] = transaction };
            return Read(await http.PostJsonAsync(deferred, body, token, cancellation), transaction);
        }

        var answer = await AskAsync(issuer, part, keys, token, cancellation);
        // Section 8.3.1.2: a nonce may have run out in between; a new one is to be had for the asking, once.
        return answer.NonceRefused ? await AskAsync(issuer, part, keys, token, cancellation) : answer;
    }

    public async Task NotifyAsync(
        Uri endpoint, string notification, string outcome, string token, CancellationToken cancellation) =>
        await http.PostJsonAsync(
            endpoint,
            new JsonObject
            {
                [Specs.OpenId4Vci.NotificationId] = notification,
                [Specs.OpenId4Vci.Event] = outcome,
            },
            token,
            cancellation);

    private async Task<CredentialAnswer> AskAsync(
        IssuerDescription issuer, OfferPart part, HolderKeys keys, string token, CancellationToken cancellation)
    {
        string? nonce = null;
        if (issuer.NonceEndpoint is { } nonceEndpoint)
        {
            var got = await http.PostJsonAsync(nonceEndpoint, null, null, cancellation);
            if (!got.Is(out var reply))
            {
                return new CredentialAnswer { Refusal = got.Refusal };
            }

            if (Away(reply) is { } away)
            {
                return away;
            }

            nonce = reply.Json.TextOf(Specs.OpenId4Vci.CNonce);
            if (nonce is null)
            {
                return new CredentialAnswer { Refusal = ReceiveRefusal.IssuerUnreadable };
            }
        }

        var body = new JsonObject
        {
            [Specs.OpenId4Vci.Proofs] = new JsonObject
            {
                [Specs.OpenId4Vci.Jwt] = new JsonArray(
                    [.. keys.Signers.Select(holder => JsonValue.Create(Proof(issuer.Id, nonce, holder)))]),
            },
        };
        // Section 8.2: exactly one of the two; the identifier when the token response gave one.
        if (part.CredentialIdentifier is { } identifier)
        {
            body[Specs.OpenId4Vci.CredentialIdentifier] = identifier;
        }
        else
        {
            body[Specs.OpenId4Vci.CredentialConfigurationId] = part.ConfigurationId;
        }

        return Read(await http.PostJsonAsync(issuer.CredentialEndpoint, body, token, cancellation), null);
    }

    /// <summary>Appendix F.1: the key in the header, the issuer as audience, no <c>iss</c> for an anonymous
    /// client.</summary>
    private string Proof(string issuer, string? nonce, ISigner holder)
    {
        var payload = new JsonObject
        {
            [Specs.Jose.Aud] = issuer,
            [Specs.Jose.Iat] = clock.GetUtcNow().ToUnixTimeSeconds(),
        };
        if (nonce is not null)
        {
            payload[Specs.Jose.Nonce] = nonce;
        }

        var header = new JsonObject
        {
            [Specs.Jose.Typ] = Specs.OpenId4Vci.ProofTyp,
            [Specs.Jose.JwkHeader] = (holder.PublicJwk with { Kid = null }).ToJson(),
        };
        return Jws.Sign(holder, header, JsonSerializer.SerializeToUtf8Bytes(payload));
    }

    private static CredentialAnswer? Away(Reply reply) =>
        reply.Busy is { } wait ? new CredentialAnswer { Refusal = ReceiveRefusal.IssuerBusy, Interval = wait }
        : reply.IsAway ? new CredentialAnswer { Refusal = ReceiveRefusal.IssuerUnreachable }
        : null;

    private static TimeSpan IntervalOf(JsonElement json) =>
        TimeSpan.FromSeconds(Math.Clamp(json.NumberOf(Specs.OpenId4Vci.Interval) ?? DefaultInterval, 1, 86_400));

    private static CredentialAnswer Read(Got<Reply> got, string? transaction)
    {
        if (!got.Is(out var reply))
        {
            return new CredentialAnswer { Refusal = got.Refusal };
        }

        if (reply.Status == StatusCodes.Status401Unauthorized)
        {
            return new CredentialAnswer { TokenRefused = true };
        }

        if (Away(reply) is { } away)
        {
            return away;
        }

        if (!reply.IsOk)
        {
            return new CredentialAnswer
            {
                Refusal = ReceiveRefusal.IssuerSaysNo,
                NonceRefused = reply.Json.TextOf(Specs.OpenId4Vci.Error) == Specs.OpenId4Vci.InvalidNonce,
                TransactionGone = transaction is not null
                    && reply.Json.TextOf(Specs.OpenId4Vci.Error) == Specs.OpenId4Vci.InvalidTransactionId,
            };
        }

        if (reply.Json.ArrayOf(Specs.OpenId4Vci.Credentials) is { } credentials && credentials.GetArrayLength() > 0)
        {
            var texts = credentials.EnumerateArray().Select(one => one.TextOf(Specs.OpenId4Vci.Credential)).ToList();
            return texts.Contains(null)
                ? new CredentialAnswer { Refusal = ReceiveRefusal.CertificateUnreadable }
                : new CredentialAnswer
                {
                    Copies = [.. texts.OfType<string>()],
                    NotificationId = reply.Json.TextOf(Specs.OpenId4Vci.NotificationId),
                };
        }

        return (reply.Json.TextOf(Specs.OpenId4Vci.TransactionId) ?? transaction) is { } later
            ? new CredentialAnswer { Later = later, Interval = IntervalOf(reply.Json) }
            : new CredentialAnswer { Refusal = ReceiveRefusal.IssuerUnreadable };
    }
}
