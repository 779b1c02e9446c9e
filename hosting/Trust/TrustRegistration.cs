using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Hosting.Trust;

/// <summary>Registers the trust list.</summary>
public static class TrustRegistration
{
    /// <summary>
    /// Adds <see cref="ITrustList"/>, kept fresh in the background and remembered in the service's database; the
    /// service is ready only while it has a fresh one. Call after <c>AddServiceDatabase</c>, whose migrations run
    /// first.
    /// </summary>
    public static void AddTrustList(this WebApplicationBuilder builder)
    {
        var development = builder.Environment.IsDevelopment();
        builder.AddValidated<TrustOptions>("Trust", TrustOptions.Problem)
            .Configure(options => options.UseDefaults(development));
        builder.Services.AddSingleton<PinnedRoots>();
        builder.Services.AddSingleton<TrustState>();
        builder.Services.AddSingleton<ITrustList>(services => services.GetRequiredService<TrustState>());
        builder.Services.AddSingleton<FetchIssuerKeys>();
        builder.Services.AddSingleton<RefreshTrustList>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RefreshTrustList>());
        builder.Services.AddHealthChecks().AddCheck<TrustListIsFresh>("trust-list")
            .AddCheck<ClockIsSane>("clock");
    }
}
