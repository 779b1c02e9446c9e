using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.Counter;

/// <summary>Who sits at the counter.</summary>
public sealed record Helper(string UserName, string Name, string Centre)
{
    /// <summary>As workers read it in their history.</summary>
    public string Text => $"{Name}, {Centre}";
}

/// <summary>An officer's sign-in at the counter: a cookie of its own, which means nothing to a worker's pages, and the
/// workers' cookie means nothing here.</summary>
public static class CounterSession
{
    public const string Scheme = "sp-wallet-counter";
    private const string CentreClaim = "centre";

    public static void Configure(CookieAuthenticationOptions options, bool httpsOnly)
    {
        options.Cookie.Name = Scheme;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = httpsOnly ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        options.Cookie.Path = "/counter";
        options.ExpireTimeSpan = TimeSpan.FromHours(9);
        options.LoginPath = "/counter/sign-in";
        options.AccessDeniedPath = "/counter";
        options.ReturnUrlParameter = "next";
        options.Events.OnValidatePrincipal = RefuseClosedAccountAsync;
    }

    public static Helper HelperOf(ClaimsPrincipal user) => new(
        user.Identity?.Name ?? throw new InvalidOperationException("This route must require a counter policy."),
        user.FindFirstValue(ClaimTypes.GivenName) ?? "", user.FindFirstValue(CentreClaim) ?? "");

    public static async Task SignInAsync(HttpContext context, WalletDb db, ClaimsPrincipal officer)
    {
        var name = officer.Identity!.Name!;
        var centre = await db.CounterStaff.AsNoTracking().Where(one => one.UserName == name)
            .Select(one => one.Centre).SingleOrDefaultAsync(context.RequestAborted);
        var identity = new ClaimsIdentity(officer.Claims.Append(new Claim(CentreClaim, centre ?? "")), Scheme);
        await context.SignInAsync(Scheme, new ClaimsPrincipal(identity));
    }

    private static async Task RefuseClosedAccountAsync(CookieValidatePrincipalContext context)
    {
        var cancellation = context.HttpContext.RequestAborted;
        var databases = context.HttpContext.RequestServices.GetRequiredService<IDbContextFactory<WalletDb>>();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var name = context.Principal?.Identity?.Name;
        var stamp = context.Principal?.FindFirstValue(SignInOfficer.StampClaim);
        if (!await db.Officers.AnyAsync(
                one => one.UserName == name && one.Stamp == stamp && !one.Closed, cancellation))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Scheme);
        }
    }
}
