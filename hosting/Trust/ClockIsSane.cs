using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SkillsPassport.Hosting.Trust;

/// <summary>Ready means that the clock is not behind the trust list: dates and status are judged by it.</summary>
public sealed class ClockIsSane(ITrustList state, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(state.List is { } list && clock.GetUtcNow() + Tolerance < list.IssuedAt
            ? HealthCheckResult.Unhealthy("This machine's clock is behind the trust list: set it.")
            : HealthCheckResult.Healthy());
}
