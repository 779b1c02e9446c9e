using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SkillsPassport.Hosting.Start;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: every registered check passes, or which
/// does not and why, in plain words without anything secret.</summary>
public static class Health
{
    /// <summary>Registers what holds for every service.</summary>
    public static void AddHealth(this WebApplicationBuilder builder) => builder.Services.AddHealthChecks()
        .AddCheck<KeysAreReadable>("keys");

    /// <summary>Maps both; anyone may ask.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions
        {
            Predicate = _ => false, ResponseWriter = (context, _) => WriteAsync(context, "live", []),
        }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions
        {
            ResponseWriter = (context, report) => WriteAsync(
                context, report.Status == HealthStatus.Unhealthy ? "not ready" : "ready", report.Entries),
        }).AllowAnonymous();
    }

    private static async Task WriteAsync(
        HttpContext context, string status, IEnumerable<KeyValuePair<string, HealthReportEntry>> entries)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status", status);
        json.WriteStartObject("checks");
        foreach (var (name, entry) in entries)
        {
            json.WriteStartObject(name);
            json.WriteBoolean("ok", entry.Status != HealthStatus.Unhealthy);
            // An exception's own message could carry a connection string.
            json.WriteString("reason", entry.Exception is null ? entry.Description : "It failed; the log says more.");
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}

/// <summary>Ready means that what must hold at a start still holds: key files that can be read, and by us
/// alone.</summary>
public sealed class KeysAreReadable(IEnumerable<IStartCheck> checks) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            foreach (var check in checks)
            {
                check.Check();
            }

            return Task.FromResult(HealthCheckResult.Healthy());
        }
        catch (Exception broken) when (
            broken is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy(
                "What the service needs, such as its key files, is not in order; run check-config at the machine."));
        }
    }
}
