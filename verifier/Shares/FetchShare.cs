using System.Text.Json;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Hosting.Outbound;
using SkillsPassport.Hosting.Trust;

namespace SkillsPassport.Verifier.Shares;

/// <summary>What the wallet said about a share.</summary>
public abstract record ShareFetch
{
    public sealed record Active(TrustedWallet Wallet, IReadOnlyList<string> Presentations, long? Expires) : ShareFetch;

    /// <summary>The worker stopped it, or its end date has passed: 410.</summary>
    public sealed record Stopped(TrustedWallet Wallet) : ShareFetch;

    public sealed record Refused(VerifierRefusal Refusal) : ShareFetch;
}

/// <summary>Fetches the presentations behind a share link from a wallet on the trust list, and only from
/// there.</summary>
public sealed partial class FetchShare(ITrustList trust, OutboundGate gate, TimeProvider clock, ILogger<FetchShare> log)
{
    private const int MostPresentations = 32;

    public async Task<ShareFetch> FetchAsync(ShareLink link, CancellationToken cancel)
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
        var answer = await gate.GetAsync(
            address, OutboundPolicy.SameHostAs(new Uri(wallet.Id)), "application/json", ifNoneMatch: null, cancel);
        switch (answer)
        {
            case OutboundResult.Answered { IsOk: true } ok when Read(ok.Body, wallet) is { } active:
                return active.Expires is { } end && end <= clock.GetUtcNow().ToUnixTimeSeconds()
                    ? new ShareFetch.Stopped(wallet) : active;
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
                ? new(wallet, presentations, expires) : null;
        }
        catch (Exception unreadable) when (unreadable is FormatException or JsonException or InvalidOperationException
            or KeyNotFoundException)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Wallet} could not be asked for a share: {Answer}")]
    private partial void CannotAsk(string wallet, string answer);
}
