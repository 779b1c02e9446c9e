namespace SkillsPassport.Issuer.Issuing;

/// <summary>
/// The background work that turns approved sheets into certificates. Every step is one short transaction that can be
/// done by any copy of the service, so a restart or a second copy just goes on.
/// </summary>
public sealed partial class IssueApprovedSheets(NumberSheet number, SignAwards sign, IssuingSignal signal,
    ILogger<IssueApprovedSheets> log) : BackgroundService
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (!await StepAsync(stopping))
                {
                    await signal.WaitAsync(Idle, stopping);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // What was in hand is rolled back; the next try begins where the last commit ended.
                Failed(fault);
                await Task.Delay(AfterFault, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>One step. Signing goes first, so that what is numbered is never left lying.</summary>
    public async Task<bool> StepAsync(CancellationToken cancel) =>
        await sign.RunAsync(cancel) || await number.RunAsync(cancel) || await sign.FinishAsync(cancel);

    [LoggerMessage(Level = LogLevel.Error, Message = "Issuing failed and is tried again")]
    private partial void Failed(Exception fault);
}

/// <summary>Wakes the background work of this process at once; other copies look every second.</summary>
public sealed class IssuingSignal
{
    private readonly SemaphoreSlim _work = new(0, 1);

    public void Wake()
    {
        try
        {
            _work.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already awake.
        }
    }

    public Task WaitAsync(TimeSpan longest, CancellationToken cancel) => _work.WaitAsync(longest, cancel);
}
