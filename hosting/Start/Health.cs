using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace SkillsPassport.Hosting.Start;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: every registered check passes.</summary>
public static class Health
{
    /// <summary>Maps both; anyone may ask.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready").AllowAnonymous();
    }
}
