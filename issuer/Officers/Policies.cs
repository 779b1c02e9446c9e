using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
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
    public static void AddOfficers(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IPasswordHasher<Officer>, PasswordHasher<Officer>>();
        builder.Services.AddSingleton<SignInOfficer>();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = "sp-issuer";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(9);
            cookie.SlidingExpiration = true;
            cookie.LoginPath = "/sign-in";
            cookie.AccessDeniedPath = "/not-allowed";
            cookie.ReturnUrlParameter = "back";
            cookie.Events.OnValidatePrincipal = SignInOfficer.ValidateAsync;
        });
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(Reads, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(Uploads, policy => policy.RequireRole(nameof(OfficerRole.Assessor), nameof(OfficerRole.Officer)))
            .AddPolicy(Decides, policy => policy.RequireRole(nameof(OfficerRole.Officer)))
            // A page that forgot to say who may come is closed to everybody who is not signed in.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        builder.Services.AddAntiforgery(form =>
        {
            form.Cookie.Name = "sp-issuer-form";
            form.Cookie.HttpOnly = true;
            form.Cookie.SameSite = SameSiteMode.Strict;
            form.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            form.SuppressXFrameOptionsHeader = true;
        });
    }
}
