using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Status;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Credentials.Verification;
using SkillsPassport.Hosting.Trust;

namespace SkillsPassport.Hosting.Status;

/// <summary>The status lists in memory. A list is first fetched when a credential whose signature and issuer have
/// passed names it, and then followed while it is in use, so that verifying waits for no network.</summary>
public sealed class StatusLists(
    FetchStatusList fetch, ITrustList trust, IOptions<StatusOptions> options, TimeProvider clock) : IStatusLists
{
    private static readonly ConditionalWeakTable<TrustSnapshot, FrozenDictionary<string, string[]>> Owners = [];

    // By address and issuer: several may share an origin, and whoever names another's list spoils it for nobody.
    private readonly ConcurrentDictionary<(string Uri, string Issuer), HeldStatusList> _lists = new();
    private readonly TimeSpan _unconfirmed = TimeSpan.FromSeconds(options.Value.UnconfirmedSeconds);
    private readonly TimeSpan _retry = TimeSpan.FromSeconds(options.Value.RetrySeconds);
    private readonly TimeSpan _idle = TimeSpan.FromSeconds(options.Value.IdleSeconds);

    // Asked again before its last failure is forgotten, so that a silent issuer stays known to be silent.
    private readonly TimeSpan _pause = TimeSpan.FromSeconds(Math.Min(10, options.Value.UnconfirmedSeconds / 2.0));

    // While somebody waits for it: at every poll, or what its issuer says again would show too late.
    private readonly TimeSpan _shortPause = TimeSpan.FromSeconds(options.Value.RetrySeconds / 2.0);

    /// <summary>How many lists are held.</summary>
    public int Count => _lists.Count;

    /// <summary>How long ago the list that waits longest was confirmed by its issuer; null when none is held.</summary>
    public TimeSpan? LongestUnconfirmed => _lists.Values.Select(list => list.Token?.ConfirmedAt).Min() is { } oldest
        ? clock.GetUtcNow() - oldest : null;

    /// <summary>The list, if its issuer confirmed it lately, or was asked and did not answer: then its last word counts
    /// until that ends (<c>exp</c>), and the verdict says as of when.</summary>
    public StatusListSnapshot? Find(string uri) => Held(uri)?.Token?.Snapshot;

    /// <inheritdoc/>
    public StatusListSnapshot? Find(string uri, string issuer) => Held(uri, issuer)?.Token?.Snapshot;

    /// <inheritdoc/>
    public ReasonCode WhyMissing(string uri, string issuer) =>
        _lists.TryGetValue((uri, issuer), out var list) && list.LastFailure is { } failure
            ? failure.Reason : ReasonCode.StatusUnreachable;

    /// <summary>The held list of whichever issuer at that origin signed it, when it may be believed now.</summary>
    public HeldStatusList? Held(string uri) =>
        FindOwners(uri).Select(issuer => Held(uri, issuer)).FirstOrDefault(held => held is not null);

    /// <summary>The held list with its bytes, when it may be believed now.</summary>
    public HeldStatusList? Held(string uri, string issuer)
    {
        if (!_lists.TryGetValue((uri, issuer), out var list))
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
        var list = _lists.GetOrAdd((uri, issuer), static key => new HeldStatusList(key.Uri, key.Issuer));
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
        // The fetch is shared: one caller that goes away must not take it from the others.
        await RefreshAsync(list).WaitAsync(cancel);
        DropIdlest();
        return true;
    }

    /// <summary>Fetches a list for somebody who does not know whose it is: of the issuers at that origin, the one whose
    /// key signed it.</summary>
    /// <returns>The list, or why there is none.</returns>
    public async Task<(HeldStatusList? List, ReasonCode Reason)> EnsureAsync(Uri address, CancellationToken cancel)
    {
        var uri = address.OriginalString;
        var owners = FindOwners(uri);
        if (owners.Count == 0)
        {
            return (null, ReasonCode.StatusUnreachable);
        }
        var first = await EnsureOfAsync(owners[0]);
        // However many share the origin, the token itself says whose key to look for.
        return first is { List: null, Reason: ReasonCode.StatusInvalid } && owners.Count > 1
            && await fetch.FindSignerAsync(address, owners.Skip(1), cancel) is { } signer
                ? await EnsureOfAsync(signer) : first;

        async Task<(HeldStatusList? List, ReasonCode Reason)> EnsureOfAsync(string issuer)
        {
            await EnsureAsync(address, issuer, cancel);
            return Held(uri, issuer) is { } held ? (held, ReasonCode.Ok) : (null, WhyMissing(uri, issuer));
        }
    }

    /// <summary>The lists to ask for again now. Those that nobody uses any more are let go, and so are those that
    /// never gave a token that could be believed: anybody can name an address at an issuer's origin.</summary>
    public IReadOnlyList<HeldStatusList> Due()
    {
        var now = clock.GetUtcNow();
        var due = new List<HeldStatusList>();
        foreach (var (key, list) in _lists)
        {
            var isIdle = now - list.UsedAt > _idle;
            if (list.Token is not { } token)
            {
                if (isIdle || !list.IsFetching && now - list.UsedAt >= _retry && !HasFailedSince(list, now - _retry))
                {
                    _lists.TryRemove(key, out _);
                }
            }
            else if (!isIdle)
            {
                var isWaitedFor = list.LastFailure is { } failure && list.UsedAt > failure.At;
                if (!HasFailedSince(list, now - (isWaitedFor ? _shortPause : _pause)))
                {
                    due.Add(list);
                }
            }
            else if (token.Snapshot.IsExpired(now))
            {
                // Others stay, unasked for: should their issuer fall silent, they are its last word.
                _lists.TryRemove(key, out _);
            }
        }
        return due;
    }

    /// <summary>Asks the issuer again for a list that is held.</summary>
    public Task RefreshAsync(HeldStatusList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return list.FetchOnceAsync(fetch.FetchAsync);
    }

    /// <summary>The listed issuers whose origin this address is at, first the one whose own address it lies
    /// below.</summary>
    public IReadOnlyList<string> FindOwners(string uri)
    {
        if (trust.Current is not { } snapshot || OriginOf(uri) is not { } origin
            || Owners.GetValue(snapshot, Index).GetValueOrDefault(origin) is not { } owners)
        {
            return [];
        }
        return owners is [_] ? owners
            : [.. owners.OrderByDescending(issuer => uri.StartsWith(issuer + '/', StringComparison.Ordinal)
                ? issuer.Length : 0)];
    }

    /// <summary>A list is fetched only from the issuer's own origin, and only for an issuer on the trust
    /// list.</summary>
    public bool BelongsTo(string uri, string issuer) =>
        trust.Current?.FindIssuer(issuer) is not null && OriginOf(uri) is { } origin && origin == OriginOf(issuer);

    private static string? OriginOf(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { UserInfo: "", Authority.Length: > 0 }
            ? $"{uri.Scheme}://{uri.Authority}" : null;

    private static FrozenDictionary<string, string[]> Index(TrustSnapshot snapshot) =>
        (from issuer in snapshot.List?.Issuers ?? []
         let origin = OriginOf(issuer.Id)
         where origin is not null
         group issuer.Id by origin).ToFrozenDictionary(own => own.Key, own => own.ToArray(), StringComparer.Ordinal);

    private static bool HasFailedSince(HeldStatusList list, DateTimeOffset time) => list.LastFailure?.At > time;

    // What was never verified takes the place of nothing that was.
    private void DropIdlest()
    {
        if (_lists.Count <= options.Value.MostLists)
        {
            return;
        }
        foreach (var kind in _lists.Values.GroupBy(list => list.Token is null))
        {
            foreach (var idle in kind.OrderByDescending(list => list.UsedAt).Skip(options.Value.MostLists))
            {
                _lists.TryRemove((idle.Uri, idle.Issuer), out _);
            }
        }
    }
}
