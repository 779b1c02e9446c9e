using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Status;
using SkillsPassport.Credentials.Verification;

namespace SkillsPassport.Hosting.Status;

/// <summary>One status list in memory: the last verified token, and how its last fetch went.</summary>
public sealed class HeldStatusList(string uri, string issuer)
{
    private readonly Lock _gate = new();
    private Task? _fetch;
    private long _usedAt;

    public string Uri { get; } = uri;

    /// <summary>Whom a fetch asks: lists of one authority are slow together.</summary>
    public string Authority { get; } = new Uri(uri).Authority;

    /// <summary>The issuer whose keys the list must be signed with.</summary>
    public string Issuer { get; } = issuer;

    public volatile VerifiedToken? Token;

    /// <summary>Set when the last fetch brought nothing usable.</summary>
    public volatile Failure? LastFailure;

    /// <summary>When a mirror was last asked; only while a fetch runs, and there is one at a time.</summary>
    public DateTimeOffset MirrorAskedAt { get; set; }

    /// <param name="Snapshot">The values, decompressed.</param>
    /// <param name="Bytes">The token as received, for the mirror.</param>
    /// <param name="ETag">The issuer's validator, for the next poll.</param>
    /// <param name="ConfirmedAt">When the issuer last said that this is its current list.</param>
    public sealed record VerifiedToken(
        StatusListSnapshot Snapshot, byte[] Bytes, string? ETag, DateTimeOffset ConfirmedAt);

    public sealed record Failure(ReasonCode Reason, DateTimeOffset At);

    public DateTimeOffset UsedAt => new(Volatile.Read(ref _usedAt), TimeSpan.Zero);

    public void Use(DateTimeOffset now) => Volatile.Write(ref _usedAt, now.UtcTicks);

    public bool IsFetching
    {
        get
        {
            lock (_gate)
            {
                return _fetch is { IsCompleted: false };
            }
        }
    }

    /// <summary>However many credentials wait for this list, it is fetched once.</summary>
    public Task FetchOnceAsync(Func<HeldStatusList, Task> fetch)
    {
        lock (_gate)
        {
            if (_fetch is { IsCompleted: false } running)
            {
                return running;
            }
            return _fetch = fetch(this);
        }
    }
}
