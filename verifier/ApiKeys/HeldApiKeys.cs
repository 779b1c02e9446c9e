using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SkillsPassport.Verifier.Database;
using SkillsPassport.Verifier.Limits;

namespace SkillsPassport.Verifier.ApiKeys;

/// <summary>API keys, section <c>ApiKeys</c>.</summary>
public sealed class ApiKeyOptions
{
    /// <summary>How soon a new or revoked key is noticed.</summary>
    [Range(1, 3600)] public int RefreshSeconds { get; set; } = 2;
}

/// <summary>The keys in memory, refreshed in the background: verifying asks no database. While the database does not
/// answer, the keys known last go on.</summary>
public sealed partial class HeldApiKeys(
    IDbContextFactory<VerifierDb> databases, IOptions<ApiKeyOptions> options, TimeProvider clock,
    ILogger<HeldApiKeys> log) : BackgroundService
{
    private const int LongestKey = 128;

    private volatile FrozenDictionary<string, Held> _keys = FrozenDictionary<string, Held>.Empty;
    private bool _unreadable;

    private sealed record Held(string Id, TokenBucket Bucket);

    /// <summary>The bucket behind a key, null when there is no such key.</summary>
    public TokenBucket? Find(ReadOnlySpan<char> key) =>
        key.Length <= LongestKey && key.StartsWith(ApiKey.Prefix, StringComparison.Ordinal)
            ? _keys.GetValueOrDefault(ApiKey.HashOf(key))?.Bucket : null;

    public override async Task StartAsync(CancellationToken cancel)
    {
        // Before the first request: a restart does not turn anybody's key away.
        await RefreshAsync(cancel);
        await base.StartAsync(cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.RefreshSeconds), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                await RefreshAsync(stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    private async Task RefreshAsync(CancellationToken cancel)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            var rows = await db.ApiKeys.AsNoTracking().Where(key => key.RevokedAt == null)
                .Select(key => new { key.Id, key.Hash, key.PerMinute }).ToListAsync(cancel);
            var known = _keys;
            _keys = rows.ToFrozenDictionary(row => row.Hash, row =>
                known.GetValueOrDefault(row.Hash) ?? new Held(row.Id, new TokenBucket(row.PerMinute, clock)));
            _unreadable = false;
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            if (!_unreadable)
            {
                NotRefreshed(fault);
            }

            _unreadable = true;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The API keys could not be read; those known go on.")]
    private partial void NotRefreshed(Exception fault);
}
