using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Hosting.Outbound;
using SkillsPassport.Hosting.Trust;

namespace SkillsPassport.Verifier.Shares;

/// <summary>What is brought along to a share.</summary>
/// <param name="Visit">A secret of the caller's visit: with it the same opening is counted once. Null: it
/// counts.</param>
/// <param name="Pin">What the caller typed.</param>
/// <param name="Confirm">The caller wants it, though openings are counted.</param>
/// <param name="Country">Where the caller seems to be; null when it is not known.</param>
public sealed partial record ShareKnock(
    string? Visit = null, string? Pin = null, bool Confirm = false, string? Country = null)
{
    public static bool IsVisit(string? text) => text is not null && Shape().IsMatch(text);

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{22,64}\z")]
    private static partial Regex Shape();
}

/// <summary>What the wallet said about a share.</summary>
public abstract record ShareFetch
{
    public const string UsedUp = "used_up";

    /// <summary>What a wallet may say instead of opening; anything else is no answer.</summary>
    public static readonly string[] ShutStates = ["pin_needed", "pin_wrong", "pin_wait", "confirm_needed", UsedUp];

    public sealed record Active(
        TrustedWallet Wallet, IReadOnlyList<string> Presentations, long? Expires, int? OpeningsLeft) : ShareFetch;

    /// <summary>It does not open, or not yet.</summary>
    /// <param name="State">One of <see cref="ShutStates"/>.</param>
    /// <param name="Wait">Seconds until a PIN may be tried again.</param>
    public sealed record Shut(TrustedWallet Wallet, string State, int? OpeningsLeft, int? Wait) : ShareFetch;

    /// <summary>The worker stopped it, or its end date has passed: 410.</summary>
    public sealed record Stopped(TrustedWallet Wallet) : ShareFetch;

    public sealed record Refused(VerifierRefusal Refusal) : ShareFetch;
}

/// <summary>Fetches the presentations behind a share link from a wallet on the trust list, and only from
/// there.</summary>
public sealed partial class FetchShare(ITrustList trust, OutboundGate gate, TimeProvider clock, ILogger<FetchShare> log)
{
    private const int MostPresentations = 32;

    public async Task<ShareFetch> FetchAsync(ShareLink link, ShareKnock knock, CancellationToken cancel)
    {
        if (trust.List is not { } list)
        {
            return new ShareFetch.Refused(VerifierRefusal.TrustListMissing);
        }
        // The scheme and the host come from the signed list; the link only chooses among its wallets.
        if (list.Wallets.FirstOrDefault(wallet => Host(wallet) == link.Wallet) is not { } wallet)
        {
            return new ShareFetch.Refused(VerifierRefusal.WalletNotListed);
        }
        var address = new Uri(new Uri(wallet.Id), $"/shares/{link.Id}");
        using var body = JsonContent.Create(knock, options: JsonSerializerOptions.Web);
        var answer = await gate.PostAsync(
            address, OutboundPolicy.SameHostAs(new Uri(wallet.Id)), body, "application/json", cancel: cancel);
        switch (answer)
        {
            case OutboundResult.Answered { IsOk: true } ok when Read(ok.Body, wallet) is { } active:
                return active.Expires is { } end && end <= clock.GetUtcNow().ToUnixTimeSeconds()
                    ? new ShareFetch.Stopped(wallet) : active;
            case OutboundResult.Answered { Status: 403 or 409 or 410 or 429 } no
                when ReadShut(no.Body, wallet) is { } shut:
                return shut;
            case OutboundResult.Answered { Status: 410 }:
                return new ShareFetch.Stopped(wallet);
            case OutboundResult.Answered { Status: 404 }:
                return new ShareFetch.Refused(VerifierRefusal.ShareUnknown);
            default:
                CannotAsk(wallet.Id, answer.GetType().Name);
                return new ShareFetch.Refused(VerifierRefusal.WalletUnreachable);
        }
    }

    private static string Host(TrustedWallet wallet) =>
        Uri.TryCreate(wallet.Id, UriKind.Absolute, out var id) ? id.Authority.ToLowerInvariant() : "";

    private static ShareFetch.Active? Read(byte[] body, TrustedWallet wallet)
    {
        try
        {
            using var json = StrictJson.Parse(body);
            var presentations = json.RootElement.GetProperty("presentations").EnumerateArray()
                .Select(one => one.GetString()!).ToList();
            var expires = json.RootElement.TryGetProperty("expires", out var end) ? end.GetInt64() : (long?)null;
            return presentations is { Count: > 0 and <= MostPresentations } && !presentations.Contains(null!)
                ? new(wallet, presentations, expires, Number(json.RootElement, "openingsLeft")) : null;
        }
        catch (Exception unreadable) when (IsUnreadable(unreadable))
        {
            return null;
        }
    }

    private static ShareFetch.Shut? ReadShut(byte[] body, TrustedWallet wallet)
    {
        try
        {
            using var json = StrictJson.Parse(body);
            return json.RootElement.GetProperty("code").GetString() is { } code && ShareFetch.ShutStates.Contains(code)
                ? new(wallet, code, Number(json.RootElement, "openingsLeft"), Number(json.RootElement, "wait")) : null;
        }
        catch (Exception unreadable) when (IsUnreadable(unreadable))
        {
            return null;
        }
    }

    private static int? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number
        && number.TryGetInt32(out var value) && value >= 0 ? value : null;

    private static bool IsUnreadable(Exception fault) =>
        fault is FormatException or JsonException or InvalidOperationException or KeyNotFoundException;

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Wallet} could not be asked for a share: {Answer}")]
    private partial void CannotAsk(string wallet, string answer);
}
