using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Counter;

/// <summary>Who sits at the counter.</summary>
public sealed record Helper(string UserName, string Name, string Centre, string Stamp)
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
        user.FindFirstValue(ClaimTypes.GivenName) ?? "", user.FindFirstValue(CentreClaim) ?? "",
        user.FindFirstValue(SignInOfficer.StampClaim) ?? "");

    public static async Task SignInAsync(HttpContext context, WalletDb db, ClaimsPrincipal officer)
    {
        await EndHelpedAsync(context, db);
        var name = officer.Identity!.Name!;
        var centre = await db.CounterStaff.AsNoTracking().Where(one => one.UserName == name)
            .Select(one => one.Centre).SingleOrDefaultAsync(context.RequestAborted);
        var identity = new ClaimsIdentity(officer.Claims.Append(new Claim(CentreClaim, centre ?? "")), Scheme);
        await context.SignInAsync(Scheme, new ClaimsPrincipal(identity));
    }

    /// <summary>Ends every session of the helper's account, and what was opened for a worker in this
    /// browser.</summary>
    public static async Task SignOutAsync(HttpContext context, WalletDb db, SignInOfficer signIn)
    {
        await EndHelpedAsync(context, db);
        await signIn.EndSessionsAsync(context.User, context.RequestAborted);
        await context.SignOutAsync(Scheme);
    }

    /// <summary>What a helper opened in this browser ends with the helper's sign-in: whoever sits down next finds no
    /// worker's session and no number that was proven to somebody else, and acts in nobody else's name. A worker's own
    /// session stays.</summary>
    private static async Task EndHelpedAsync(HttpContext context, WalletDb db)
    {
        context.RequestServices.GetRequiredService<ProvenAtCounter>().Forget(context);
        var session = await context.AuthenticateAsync(Session.Scheme);
        if (session.Principal is not { } worker || Session.HelperOf(worker) is null)
        {
            return;
        }

        var device = Session.DeviceId(worker);
        await db.Devices.Where(one => one.Id == device).ExecuteDeleteAsync(context.RequestAborted);
        await context.SignOutAsync(Session.Scheme);
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
