using SkillsPassport.Credentials;

namespace SkillsPassport.Wallet.Receive;

/// <summary>The token endpoint's answer.</summary>
public sealed record TokenAnswer(string? Token, DateTimeOffset Ends, ReceiveRefusal? Refusal, int? TriesLeft = null)
{
    public string? RefreshToken { get; init; }

    /// <summary>Of a busy issuer: how long not to ask again.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Credential identifiers by configuration (OpenID4VCI 1.0 section 6.2).</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Identifiers { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();
}

/// <summary>Exchanges a pre-authorized code, with the code the worker typed, for an access token (section
/// 6.1).</summary>
public sealed class RequestToken(IssuerHttp http, TimeProvider clock)
{
    /// <summary>A token is believed until its issuer says 401: one that promises less may still be good when a
    /// deferred certificate is ready, one that promises more is found out.</summary>
    private const int LongestLifetime = 400 * 86_400;

    public async Task<TokenAnswer> RunAsync(OfferView view, string? code, CancellationToken cancellation)
    {
        var form = new Dictionary<string, string>
        {
            [Specs.OpenId4Vci.GrantType] = Specs.OpenId4Vci.PreAuthorizedCodeGrant,
            [Specs.OpenId4Vci.PreAuthorizedCode] = view.Offer.PreAuthorizedCode,
        };
        if (view.Offer.TxCode is not null)
        {
            form[Specs.OpenId4Vci.TxCode] = code!;
        }

        var got = await http.PostFormAsync(view.TokenEndpoint, form, cancellation);
        return got.Is(out var reply) ? Read(view, reply) : new TokenAnswer(null, default, got.Refusal);
    }

    /// <summary>Another access token without a code (RFC 6749 section 6).</summary>
    public async Task<TokenAnswer> RefreshAsync(OfferView view, string refreshToken, CancellationToken cancellation)
    {
        var form = new Dictionary<string, string>
        {
            [Specs.OpenId4Vci.GrantType] = Specs.OpenId4Vci.RefreshToken,
            [Specs.OpenId4Vci.RefreshToken] = refreshToken,
        };
        var got = await http.PostFormAsync(view.TokenEndpoint, form, cancellation);
        return got.Is(out var reply) ? Read(view, reply) : new TokenAnswer(null, default, got.Refusal);
    }

    private TokenAnswer Read(OfferView view, Reply reply)
    {
        // Who says so has not looked at the code.
        if (reply.Busy is { } wait)
        {
            return new TokenAnswer(null, default, ReceiveRefusal.IssuerBusy) { Wait = wait };
        }

        if (reply.IsAway)
        {
            return new TokenAnswer(null, default, ReceiveRefusal.IssuerUnreachable);
        }

        if (!reply.IsOk)
        {
            return Refused(view, reply);
        }

        if (reply.Json.TextOf(Specs.OpenId4Vci.AccessToken) is not { Length: > 0 } token
            || !string.Equals(
                reply.Json.TextOf(Specs.OpenId4Vci.TokenType), Specs.OpenId4Vci.Bearer,
                StringComparison.OrdinalIgnoreCase)
            || token.Any(c => c is <= ' ' or > '~'))
        {
            return new TokenAnswer(null, default, ReceiveRefusal.IssuerUnreadable);
        }

        var seconds = Math.Clamp(
            reply.Json.NumberOf(Specs.OpenId4Vci.ExpiresIn) ?? LongestLifetime, 1, LongestLifetime);
        return new TokenAnswer(token, clock.GetUtcNow().AddSeconds(seconds), null)
        {
            Identifiers = Identifiers(reply),
            RefreshToken = reply.Json.TextOf(Specs.OpenId4Vci.RefreshToken) is { Length: > 0 and <= 4096 } refresh
                ? refresh
                : null,
        };
    }

    private static TokenAnswer Refused(OfferView view, Reply reply)
    {
        var left = reply.Json.NumberOf(Specs.OpenId4Vci.AttemptsRemaining);
        var refusal = reply.Json.TextOf(Specs.OpenId4Vci.Error) switch
        {
            // Section 6.3: a wrong transaction code and a spent code look the same, unless the issuer says more.
            Specs.OpenId4Vci.InvalidGrant when left == 0 => ReceiveRefusal.CodeBurnt,
            Specs.OpenId4Vci.InvalidGrant when view.Offer.TxCode is not null => ReceiveRefusal.CodeWrong,
            Specs.OpenId4Vci.InvalidGrant => ReceiveRefusal.OfferGone,
            Specs.OpenId4Vci.InvalidRequest when view.Offer.TxCode is not null => ReceiveRefusal.CodeWrong,
            _ => ReceiveRefusal.IssuerSaysNo,
        };
        return new TokenAnswer(null, default, refusal, left);
    }

    private static Dictionary<string, IReadOnlyList<string>> Identifiers(Reply reply)
    {
        var found = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var detail in reply.Json.ArrayOf(Specs.OpenId4Vci.AuthorizationDetails)?.EnumerateArray() ?? default)
        {
            if (detail.TextOf(Specs.OpenId4Vci.CredentialConfigurationId) is { } configuration
                && detail.TextsOf(Specs.OpenId4Vci.CredentialIdentifiers) is { Count: > 0 and <= 16 } identifiers)
            {
                found[configuration] = identifiers;
            }
        }

        return found;
    }
}
