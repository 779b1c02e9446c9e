using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SkillsPassport.Hosting.Status;

/// <summary>
/// Follows the status lists in use, so that a revocation shows within seconds. Each authority has its own rhythm: its
/// lists are asked for again when it has answered for the former round, whatever the others do.
/// </summary>
public sealed partial class PollStatusLists(
    StatusLists lists, IOptions<StatusOptions> options, TimeProvider clock, ILogger<PollStatusLists> log)
    : BackgroundService
{
    private const int LanesOfAll = 64;
    private const int LanesOfOne = 4;

    private readonly SemaphoreSlim _lanes = new(LanesOfAll);
    private readonly Dictionary<string, Task> _rounds = [];

    public override void Dispose()
    {
        _lanes.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.PollSeconds), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                try
                {
                    StartRounds(stopping);
                }
                catch (Exception fault)
                {
                    PollFaulted(fault);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The service stops.
        }

        await Task.WhenAll(_rounds.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void StartRounds(CancellationToken stopping)
    {
        foreach (var (authority, _) in _rounds.Where(round => round.Value.IsCompleted).ToList())
        {
            _rounds.Remove(authority);
        }
        foreach (var own in lists.Due().GroupBy(list => list.Authority))
        {
            if (!_rounds.ContainsKey(own.Key))
            {
                _rounds[own.Key] = AskAsync([.. own], stopping);
            }
        }
    }

    private Task AskAsync(IReadOnlyList<HeldStatusList> own, CancellationToken stopping)
    {
        var few = new ParallelOptions { MaxDegreeOfParallelism = LanesOfOne, CancellationToken = stopping };
        return Parallel.ForEachAsync(own, few, async (list, cancel) =>
        {
            await _lanes.WaitAsync(cancel);
            try
            {
                await lists.RefreshAsync(list);
            }
            finally
            {
                _lanes.Release();
            }
        });
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Polling the status lists failed.")]
    private partial void PollFaulted(Exception fault);
}
