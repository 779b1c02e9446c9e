using Microsoft.AspNetCore.Authorization;
using SkillsPassport.Authority.Database;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Officers;

namespace SkillsPassport.Authority.Officers;

/// <summary>What an officer may do at the authority's desk; nobody has two of these.</summary>
public enum OfficerRole
{
    /// <summary>Proposes and decides in the comparison register.</summary>
    Comparisons,

    /// <summary>Proposes and decides in the recruiter register.</summary>
    Recruiters,

    /// <summary>Reads everything, changes nothing.</summary>
    Auditor,
}

/// <summary>Who may do what; every page and endpoint names one of these or says that anyone may come.</summary>
public static class Policies
{
    /// <summary>Any officer, also an auditor.</summary>
    public const string Reads = "reads";

    /// <summary>Keeps the comparison register.</summary>
    public const string KeepsComparisons = "keeps-comparisons";

    /// <summary>Keeps the recruiter register.</summary>
    public const string KeepsRecruiters = "keeps-recruiters";

    /// <summary>The policy of a register's keepers.</summary>
    public static string Keeps(string register) =>
        register == RegisterKind.Comparisons.Name ? KeepsComparisons : KeepsRecruiters;

    /// <summary>Registers sign-in with the authority's own cookie, and the policies.</summary>
    public static void AddAuthoritysOfficers(this WebApplicationBuilder builder)
    {
        builder.AddOfficers<AuthorityDb>(Enum.GetNames<OfficerRole>());
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(Reads, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(KeepsComparisons, policy => policy.RequireRole(nameof(OfficerRole.Comparisons)))
            .AddPolicy(KeepsRecruiters, policy => policy.RequireRole(nameof(OfficerRole.Recruiters)))
            // A page that forgot to say who may come is closed to everybody who is not signed in.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }
}
