using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Protection;

namespace SkillsPassport.Hosting.Database;

/// <summary>
/// Rate limits and attempt counters that hold across processes: they live in the database. Keys may contain an address
/// or a phone number; only a keyed hash of them is stored.
/// </summary>
public interface ICounters
{
    /// <summary>Counts one and says whether the count is still within <paramref name="limit"/> for the
    /// window.</summary>
    Task<CounterState> TakeAsync(string key, int limit, TimeSpan window, CancellationToken cancel = default);

    /// <summary>How often the key was counted in the window that runs now; 0 when none runs.</summary>
    Task<CounterState> LookAsync(string key, int limit, TimeSpan window, CancellationToken cancel = default);

    /// <summary>Takes one count back: what was counted beforehand turned out not to count.</summary>
    Task GiveBackAsync(string key, CancellationToken cancel = default);

    /// <summary>Forgets the key, such as after a right PIN.</summary>
    Task ResetAsync(string key, CancellationToken cancel = default);
}

/// <summary>A counter after it was looked at.</summary>
/// <param name="Count">How often in this window.</param>
/// <param name="Allowed">Whether that is within the limit.</param>
/// <param name="RetryAfter">When the window ends, from now.</param>
public sealed record CounterState(int Count, bool Allowed, TimeSpan RetryAfter);

/// <inheritdoc/>
public sealed class Counters<TDb>(IDbContextFactory<TDb> databases, BlindIndex index, TimeProvider clock) : ICounters
    where TDb : ServiceDb
{
    /// <inheritdoc/>
    public async Task<CounterState> TakeAsync(string key, int limit, TimeSpan window,
        CancellationToken cancel = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var now = clock.GetUtcNow().UtcTicks;
        var ends = now - window.Ticks;
        // One statement on both engines, so that two processes never both see the last free place.
        var row = (await db.Database.SqlQuery<Row>($"""
            INSERT INTO counters (key, window_start, count) VALUES ({Hashed(key)}, {now}, 1)
            ON CONFLICT (key) DO UPDATE SET
              count = CASE WHEN counters.window_start <= {ends} THEN 1 ELSE counters.count + 1 END,
              window_start = CASE WHEN counters.window_start <= {ends} THEN {now} ELSE counters.window_start END
            RETURNING count AS "Count", window_start AS "WindowStart"
            """).ToListAsync(cancel)).Single();
        return State(row.Count, row.WindowStart, limit, window, now);
    }

    /// <inheritdoc/>
    public async Task<CounterState> LookAsync(string key, int limit, TimeSpan window,
        CancellationToken cancel = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var now = clock.GetUtcNow().UtcTicks;
        var hashed = Hashed(key);
        var row = await db.Counters.AsNoTracking().FirstOrDefaultAsync(one => one.Key == hashed, cancel);
        return row is null || row.WindowStart <= now - window.Ticks
            ? new CounterState(0, true, TimeSpan.Zero)
            : State(row.Count, row.WindowStart, limit, window, now);
    }

    /// <inheritdoc/>
    public async Task GiveBackAsync(string key, CancellationToken cancel = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var hashed = Hashed(key);
        await db.Counters.Where(one => one.Key == hashed && one.Count > 0)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.Count, one => one.Count - 1), cancel);
    }

    /// <inheritdoc/>
    public async Task ResetAsync(string key, CancellationToken cancel = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var hashed = Hashed(key);
        await db.Counters.Where(one => one.Key == hashed).ExecuteDeleteAsync(cancel);
    }

    private static CounterState State(int count, long start, int limit, TimeSpan window, long now) =>
        new(count, count <= limit, TimeSpan.FromTicks(Math.Max(0, start + window.Ticks - now)));

    private string Hashed(string key) => Convert.ToHexStringLower(index.Compute("counter", key));

    private sealed record Row(int Count, long WindowStart);
}
