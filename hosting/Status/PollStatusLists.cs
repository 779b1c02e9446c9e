using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
namespace SkillsPassport.Hosting.Status;

/// <summary>Follows the status lists in use, so that a revocation shows within seconds.</summary>
public sealed partial class PollStatusLists(
    StatusLists lists, IOptions<StatusOptions> options, TimeProvider clock, ILogger<PollStatusLists> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.PollSeconds), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                try
                {
                    await lists.PollAsync(stopping);
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    PollFaulted(fault);
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Polling the status lists failed.")]
    private partial void PollFaulted(Exception fault);
}
