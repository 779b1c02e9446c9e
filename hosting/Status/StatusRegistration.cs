using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Credentials.Verification;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Hosting.Status;

/// <summary>Registers the status lists in memory.</summary>
public static class StatusRegistration
{
    /// <summary>Adds <see cref="StatusLists"/>, followed in the background. Needs <c>AddTrustList</c>.</summary>
    public static void AddStatusLists(this WebApplicationBuilder builder)
    {
        builder.AddValidated<StatusOptions>("Status");
        builder.Services.AddSingleton<FetchStatusList>();
        builder.Services.AddSingleton<StatusLists>();
        builder.Services.AddSingleton<IStatusLists>(services => services.GetRequiredService<StatusLists>());
        builder.Services.AddHostedService<PollStatusLists>();
    }
}
