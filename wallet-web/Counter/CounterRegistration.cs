using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Counter;

/// <summary>Registers helpers' accounts and what they may do. Accounts, tries and trail are hosting's; the pages are
/// the wallet's own, below <c>/counter</c>, because workers own <c>/sign-in</c>.</summary>
public static class CounterRegistration
{
    public static void AddCounter(this WebApplicationBuilder builder)
    {
        var httpsOnly = !builder.Environment.IsDevelopment();
        builder.Services.AddSingleton(new OfficerRoles([Policies.Helper, Policies.Supervisor]));
        builder.Services.AddSingleton<OfficersDatabase>(services =>
            new OfficersDatabase<WalletDb>(services.GetRequiredService<IDbContextFactory<WalletDb>>()));
        builder.Services.AddSingleton<IPasswordHasher<Officer>, PasswordHasher<Officer>>();
        builder.Services.AddSingleton<SignInOfficer>();
        builder.Services.AddSingleton<VerifyAudit>();
        builder.Services.AddSingleton<HelpWorker>();
        builder.Services.AddSingleton<ProvenAtCounter>();
        builder.Services.AddAuthentication()
            .AddCookie(CounterSession.Scheme, options => CounterSession.Configure(options, httpsOnly));
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Helper, policy => AtCounter(policy)
                .RequireRole(Policies.Helper, Policies.Supervisor))
            .AddPolicy(Policies.Supervisor, policy => AtCounter(policy).RequireRole(Policies.Supervisor));
    }

    private static AuthorizationPolicyBuilder AtCounter(AuthorizationPolicyBuilder policy) =>
        policy.AddAuthenticationSchemes(CounterSession.Scheme).RequireAuthenticatedUser();
}
