using Microsoft.AspNetCore.Authorization;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Issuer.Database;

namespace SkillsPassport.Issuer.Officers;

/// <summary>Who may do what; every page and endpoint names one of these or says that anyone may come.</summary>
public static class Policies
{
    /// <summary>Any officer, also an auditor.</summary>
    public const string Reads = "reads";

    /// <summary>Sends result sheets in.</summary>
    public const string Uploads = "uploads";

    /// <summary>Approves, rejects, revokes, suspends, reinstates, replaces.</summary>
    public const string Decides = "decides";

    /// <summary>Registers sign-in with the issuer's own cookie, and the policies.</summary>
    public static void AddIssuersOfficers(this WebApplicationBuilder builder)
    {
        builder.AddOfficers<IssuerDb>(Enum.GetNames<OfficerRole>());
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(Reads, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(Uploads, policy => policy.RequireRole(nameof(OfficerRole.Assessor), nameof(OfficerRole.Officer)))
            .AddPolicy(Decides, policy => policy.RequireRole(nameof(OfficerRole.Officer)))
            // A page that forgot to say who may come is closed to everybody who is not signed in.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }
}
