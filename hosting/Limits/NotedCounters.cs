using SkillsPassport.Hosting.Database;

namespace SkillsPassport.Hosting.Limits;

/// <summary>Counters that note, whenever they say no, how long the no lasts.</summary>
public sealed class NotedCounters(ICounters counters, Waits waits) : ICounters
{
    /// <inheritdoc/>
    public async Task<CounterState> TakeAsync(string key, int limit, TimeSpan window,
        CancellationToken cancel = default)
    {
        var state = await counters.TakeAsync(key, limit, window, cancel);
        if (!state.Allowed)
        {
            waits.Note(state.RetryAfter);
        }

        return state;
    }

    /// <inheritdoc/>
    public Task<CounterState> LookAsync(string key, int limit, TimeSpan window, CancellationToken cancel = default) =>
        counters.LookAsync(key, limit, window, cancel);

    /// <inheritdoc/>
    public Task GiveBackAsync(string key, CancellationToken cancel = default) => counters.GiveBackAsync(key, cancel);

    /// <inheritdoc/>
    public Task ResetAsync(string key, CancellationToken cancel = default) => counters.ResetAsync(key, cancel);
}
