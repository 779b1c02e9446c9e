using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Hosting.Registers;

/// <summary>How closely signed registers are followed, section <c>Registers</c>.</summary>
public sealed class RegisterOptions
{
    /// <summary>How often a register's address is asked; 60 when nothing is said, 5 in Development.</summary>
    [Range(1, 86_400)] public int RefreshSeconds { get; set; }
}

/// <summary>Registers the following of registers.</summary>
public static class RegisterRegistration
{
    /// <summary>
    /// Adds <see cref="IFollowedRegister{T}"/>, kept fresh in the background and remembered in the service's database.
    /// Call after <c>AddServiceDatabase</c> and <c>AddTrustList</c>.
    /// </summary>
    public static void AddFollowedRegister<TDb, T>(this WebApplicationBuilder builder)
        where TDb : ServiceDb where T : RegisterContent
    {
        var development = builder.Environment.IsDevelopment();
        builder.AddValidated<RegisterOptions>("Registers").Configure(options => options.RefreshSeconds =
            options.RefreshSeconds != 0 ? options.RefreshSeconds : development ? 5 : 60);
        builder.Services.TryAddSingleton<IRegisterMemory>(services => new RegisterMemory<TDb>(
            services.GetRequiredService<IDbContextFactory<TDb>>(), services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<RegisterState<T>>();
        builder.Services.AddSingleton<IFollowedRegister<T>>(services =>
            services.GetRequiredService<RegisterState<T>>());
        builder.Services.AddSingleton<FollowRegister<T>>();
        builder.Services.AddHostedService(services => services.GetRequiredService<FollowRegister<T>>());
    }
}
