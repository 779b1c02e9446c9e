using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Status;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Credentials.Verification;
using SkillsPassport.Hosting.Outbound;
using SkillsPassport.Hosting.Trust;
namespace SkillsPassport.Hosting.Status;

/// <summary>Fetches one status list token through the gate and verifies it before anything is taken from it
/// (draft-ietf-oauth-status-list-20 sections 8.1 and 8.3).</summary>
public sealed partial class FetchStatusList(
    OutboundGate gate, ITrustList trust, IOptions<TrustOptions> options, TimeProvider clock,
    ILogger<FetchStatusList> log)
{
    private static readonly TimeSpan MirrorPause = TimeSpan.FromSeconds(30);
    private const string Accept = Specs.TokenStatusList.JwtMediaType + ", " + Specs.TokenStatusList.CwtMediaType;

    /// <summary>Asks for the list and keeps what may be believed. A fault of ours is logged and leaves the list as one
    /// that could not be had: whoever waits for it gets a verdict, and the lists behind it their turn.</summary>
    public async Task FetchAsync(HeldStatusList list)
    {
        OutboundResult? answer = null;
        try
        {
            answer = await AskAsync(list);
            await TakeAsync(list, answer, clock.GetUtcNow());
        }
        catch (Exception fault)
        {
            list.LastFailure = new(answer is null ? ReasonCode.StatusUnreachable : ReasonCode.StatusInvalid,
                clock.GetUtcNow());
            Faulted(list.Uri, fault);
        }
    }

    /// <summary>Which of these issuers signed the list at this address; null when none did, or it cannot be
    /// had.</summary>
    public async Task<string?> FindSignerAsync(Uri address, IEnumerable<string> issuers, CancellationToken cancel)
    {
        var answer = await gate.GetAsync(address, OutboundPolicy.SameHostAs(address), Accept, null, cancel);
        return answer is OutboundResult.Answered { IsOk: true } ok && trust.Current is { } snapshot
            ? VerifiedStatusLists.FindSigner(ok.Body, issuers, snapshot) : null;
    }

    private Task<OutboundResult> AskAsync(HeldStatusList list)
    {
        var address = new Uri(list.Uri);
        // Not the caller's cancellation: others wait for the same list, and the gate ends after five seconds.
        return gate.GetAsync(address, OutboundPolicy.SameHostAs(address), Accept, list.Token?.ETag,
            CancellationToken.None);
    }

    private async Task TakeAsync(HeldStatusList list, OutboundResult answer, DateTimeOffset now)
    {
        var known = list.Token;
        switch (answer)
        {
            case OutboundResult.NotModified when known is not null:
                list.Token = known with { ConfirmedAt = now };
                list.LastFailure = null;
                break;
            case OutboundResult.Answered { IsOk: true } ok:
                Take(list, ok, now);
                break;
            default:
                await AskMirrorAsync(list, now);
                Fail(list, ReasonCode.StatusUnreachable, now);
                break;
        }
    }

    /// <summary>What a mirror has is never the issuer's confirmation: it counts like a list held since before the
    /// issuer fell silent, as of its own time and until its own end.</summary>
    private async Task AskMirrorAsync(HeldStatusList list, DateTimeOffset now)
    {
        if (options.Value.Mirror is not { } mirror || now - list.MirrorAskedAt < MirrorPause)
        {
            return;
        }

        list.MirrorAskedAt = now;
        var place = MirrorPaths.At(mirror, MirrorPaths.StatusList(list.Uri));
        if (await gate.GetAsync(place, OutboundPolicy.SameHostAs(mirror), "*/*", null, CancellationToken.None)
                is OutboundResult.Answered { IsOk: true } ok
            && trust.Current is { } issuers && Verified(list, ok.Body, issuers, now, out _) is { } snapshot
            && !(list.Token?.Snapshot.IssuedAt >= snapshot.IssuedAt))
        {
            list.Token = new(snapshot, ok.Body, null, list.Token?.ConfirmedAt ?? DateTimeOffset.MinValue);
        }
    }

    private static StatusListSnapshot? Verified(
        HeldStatusList list, byte[] body, TrustSnapshot issuers, DateTimeOffset now, out ReasonCode refusal)
    {
        var verified = new VerifiedStatusLists();
        return verified.TryAccept(body, list.Uri, list.Issuer, issuers, now, out refusal)
            ? verified.Find(list.Uri) : null;
    }

    private void Take(HeldStatusList list, OutboundResult.Answered ok, DateTimeOffset now)
    {
        if (list.Token is { } known && known.Bytes.AsSpan().SequenceEqual(ok.Body))
        {
            list.Token = known with { ETag = ok.ETag, ConfirmedAt = now };
            list.LastFailure = null;
            return;
        }
        if (trust.Current is not { } issuers)
        {
            return;
        }

        if (Verified(list, ok.Body, issuers, now, out var refusal) is not { } snapshot)
        {
            Fail(list, refusal, now);
            return;
        }
        if (list.Token is { } newer && newer.Snapshot.IssuedAt > snapshot.IssuedAt)
        {
            // A replayed older list could hide a revocation; a mirror that lags says nothing new.
            Fail(list, ReasonCode.StatusStale, now);
            return;
        }
        list.Token = new(snapshot, ok.Body, ok.ETag, now);
        list.LastFailure = null;
    }

    private void Fail(HeldStatusList list, ReasonCode reason, DateTimeOffset now)
    {
        list.LastFailure = new(reason, now);
        NotUsable(list.Uri, reason);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The status list {Uri} could not be taken: {Reason}")]
    private partial void NotUsable(string uri, ReasonCode reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Fetching the status list {Uri} failed.")]
    private partial void Faulted(string uri, Exception fault);
}
