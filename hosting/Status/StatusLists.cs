using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Status;
using SkillsPassport.Credentials.Verification;
using SkillsPassport.Hosting.Trust;

namespace SkillsPassport.Hosting.Status;

/// <summary>The status lists in memory. A list is first fetched when a credential whose signature and issuer have
/// passed names it, and then followed while it is in use, so that verifying waits for no network.</summary>
public sealed class StatusLists(
    FetchStatusList fetch, ITrustList trust, IOptions<StatusOptions> options, TimeProvider clock) : IStatusLists
{
    private readonly ConcurrentDictionary<string, HeldStatusList> _lists = new(StringComparer.Ordinal);
    private readonly TimeSpan _unconfirmed = TimeSpan.FromSeconds(options.Value.UnconfirmedSeconds);
    private readonly TimeSpan _retry = TimeSpan.FromSeconds(options.Value.RetrySeconds);

    /// <summary>How many lists are held.</summary>
    public int Count => _lists.Count;

    /// <summary>How long ago the list that waits longest was confirmed by its issuer; null when none is held.</summary>
    public TimeSpan? LongestUnconfirmed => _lists.Values.Select(list => list.Token?.ConfirmedAt).Min() is { } oldest
        ? clock.GetUtcNow() - oldest : null;

    /// <summary>The list, if its issuer confirmed it lately, or was asked and did not answer: then its last word counts
    /// until that ends (<c>exp</c>), and the verdict says as of when.</summary>
    public StatusListSnapshot? Find(string uri) => Held(uri)?.Token?.Snapshot;

    /// <inheritdoc/>
    public StatusListSnapshot? Find(string uri, string issuer) =>
        Held(uri) is { } held && held.Issuer == issuer ? held.Token?.Snapshot : null;

    /// <inheritdoc/>
    public ReasonCode WhyMissing(string uri) =>
        _lists.TryGetValue(uri, out var list) && list.LastFailure is { } failure
            ? failure.Reason : ReasonCode.StatusUnreachable;

    /// <summary>The held list with its bytes, when it may be believed now.</summary>
    public HeldStatusList? Held(string uri)
    {
        if (!_lists.TryGetValue(uri, out var list))
        {
            return null;
        }
        var now = clock.GetUtcNow();
        list.Use(now);
        return list.Token is { } token && (now - token.ConfirmedAt <= Patience(token.Snapshot)
            || IsSilent(list, token.ConfirmedAt, now)) ? list : null;
    }

    /// <summary>The lists in CWT form that may be believed now, the latest used first: what a page may take
    /// along.</summary>
    public IEnumerable<(string Uri, byte[] Token)> LatelyUsed()
    {
        var now = clock.GetUtcNow();
        return _lists.Values.OrderByDescending(list => list.UsedAt)
            .Where(list => list.Token is { } token && now - token.ConfirmedAt <= Patience(token.Snapshot)
                && token.Bytes is not [(byte)'e', (byte)'y', ..])
            .Select(list => (list.Uri, list.Token!.Bytes));
    }

    // Never longer than the issuer's own ttl; but a ttl of nothing must not make every certificate a request.
    private TimeSpan Patience(StatusListSnapshot list) =>
        list.Ttl is not { } ttl || ttl >= _unconfirmed ? _unconfirmed : ttl < _retry ? _retry : ttl;

    // Only an issuer that was asked lately is silent: a list nobody has asked for is asked for before it counts.
    private bool IsSilent(HeldStatusList list, DateTimeOffset confirmedAt, DateTimeOffset now) =>
        list.LastFailure is { Reason: ReasonCode.StatusUnreachable } failure && failure.At >= confirmedAt
        && now - failure.At <= _unconfirmed;

    /// <summary>Fetches a list named by a credential of this issuer.</summary>
    /// <returns>False when there is nothing new to judge by: not this issuer's, or it failed a moment ago.</returns>
    public async Task<bool> EnsureAsync(Uri address, string issuer, CancellationToken cancel)
    {
        var uri = address.OriginalString;
        if (!BelongsTo(uri, issuer))
        {
            return false;
        }
        var list = _lists.GetOrAdd(uri, static (key, owner) => new HeldStatusList(key, owner), issuer);
        var now = clock.GetUtcNow();
        list.Use(now);
        if (list.LastFailure is { } failure && now - failure.At < _retry)
        {
            return false;
        }
        if (list.Token is { } token && now - token.ConfirmedAt < _retry)
        {
            // It came for somebody else, since this one missed it.
            return true;
        }
        DropIdlest();
        // The fetch is shared: one caller that goes away must not take it from the others.
        await list.FetchOnceAsync(fetch.FetchAsync).WaitAsync(cancel);
        return true;
    }

    /// <summary>Asks for every list in use again, a few at a time.</summary>
    public Task PollAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var idle = TimeSpan.FromSeconds(options.Value.IdleSeconds);
        var inUse = new List<HeldStatusList>();
        foreach (var (uri, list) in _lists)
        {
            if (now - list.UsedAt <= idle)
            {
                inUse.Add(list);
            }
            else if (list.Token is not { } token || token.Snapshot.IsExpired(now))
            {
                // Others stay, unasked for: should their issuer fall silent, they are its last word.
                _lists.TryRemove(uri, out _);
            }
        }

        var few = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancel };
        return Parallel.ForEachAsync(inUse, few,
            async (list, _) => await list.FetchOnceAsync(fetch.FetchAsync));
    }

    /// <summary>A list is fetched only from the issuer's own origin, and only for an issuer on the trust
    /// list.</summary>
    public bool BelongsTo(string uri, string issuer) =>
        trust.Current?.FindIssuer(issuer) is not null
        && Uri.TryCreate(issuer, UriKind.Absolute, out var id)
        && Uri.TryCreate(uri, UriKind.Absolute, out var address)
        && address.Scheme == id.Scheme && address.Authority == id.Authority && address.UserInfo.Length == 0;

    private void DropIdlest()
    {
        while (_lists.Count > options.Value.MostLists
            && _lists.Values.MinBy(list => list.UsedAt) is { } idlest)
        {
            _lists.TryRemove(idlest.Uri, out _);
        }
    }
}
