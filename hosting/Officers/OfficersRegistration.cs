using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Hosting.Officers;

/// <summary>The roles a service knows; the first letter is a capital, as in <c>Auditor</c>.</summary>
public sealed record OfficerRoles(IReadOnlyList<string> Names)
{
    /// <summary>The role as the service writes it, whatever case was typed; null when there is none.</summary>
    public string? Find(string? typed) =>
        Names.FirstOrDefault(name => string.Equals(name, typed, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Registers officers' accounts, their sign-in with the service's own cookie, and the audit trail.</summary>
public static class OfficersRegistration
{
    /// <summary>
    /// Adds sign-in (<c>/sign-in</c>, <c>/sign-out</c>, <c>/not-allowed</c>), the trail (<c>/audit</c>) and
    /// <see cref="AddOfficer"/>. Call after <c>AddServiceDatabase</c> and <c>AddPhrases</c>; the service adds its own
    /// policies, and <c>AddDesk</c> for where its pages begin.
    /// </summary>
    /// <param name="roles">Names of the roles; the phrase <c>role.{name}</c> says each.</param>
    public static void AddOfficers<TDb>(this WebApplicationBuilder builder, params string[] roles)
        where TDb : OfficersDb
    {
        var cookie = "sp-" + builder.Identity().Name;
        builder.AddMorePhrases(typeof(OfficersRegistration).Assembly, "officers");
        builder.Services.AddSingleton(new OfficerRoles(roles));
        builder.Services.AddSingleton<OfficersDatabase>(services =>
            new OfficersDatabase<TDb>(services.GetRequiredService<IDbContextFactory<TDb>>()));
        builder.Services.AddSingleton<IPasswordHasher<Officer>, PasswordHasher<Officer>>();
        builder.Services.AddSingleton<SignInOfficer>();
        builder.Services.AddSingleton<VerifyAudit>();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
        {
            options.Cookie.Name = cookie;
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = TimeSpan.FromHours(9);
            options.SlidingExpiration = true;
            options.LoginPath = "/sign-in";
            options.AccessDeniedPath = "/not-allowed";
            options.ReturnUrlParameter = "back";
            options.Events.OnValidatePrincipal = SignInOfficer.ValidateAsync;
        });
        builder.Services.AddAuthorization();
        builder.Services.AddAntiforgery(form =>
        {
            form.Cookie.Name = cookie + "-form";
            form.Cookie.HttpOnly = true;
            form.Cookie.SameSite = SameSiteMode.Strict;
            form.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            form.SuppressXFrameOptionsHeader = true;
        });
        // What one page tells the next travels in a cookie of the service's own name: browsers share cookies across
        // ports.
        builder.Services.Configure<CookieTempDataProviderOptions>(told => told.Cookie.Name = cookie + "-told");
    }
}
