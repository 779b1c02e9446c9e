using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SkillsPassport.Hosting.Trust;

/// <summary>Ready means that a trust list is there and not stale: without it every answer is "could not
/// check".</summary>
public sealed class TrustListIsFresh(ITrustList state, TimeProvider clock) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel = default) =>
        Task.FromResult(state.List switch
        {
            null => HealthCheckResult.Unhealthy("No trust list has been received."),
            { } list when list.NextUpdate <= clock.GetUtcNow() =>
                HealthCheckResult.Unhealthy("The trust list is stale."),
            _ => HealthCheckResult.Healthy(),
        });
}
