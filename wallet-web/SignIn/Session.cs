using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Counter;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>The signed-in session: one cookie, short, ended by the lock button, from the list of phones, by a changed
/// PIN, by deletion. On a phone that is not the worker's it is shorter and leaves nothing behind.</summary>
public static class Session
{
    public const string Scheme = "sp-wallet";

    /// <summary>A session ends after so long without a page.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(20);

    /// <summary>The same on somebody else's phone.</summary>
    public static readonly TimeSpan BorrowedIdle = TimeSpan.FromMinutes(5);

    private const string IdClaim = "wallet";
    private const string StampClaim = "stamp";
    private const string DeviceClaim = "device";
    private const string SessionClaim = "session";
    private const string BorrowedClaim = "borrowed";
    private const string HelperClaim = "helper";
    private const string OfficerClaim = "officer";
    private const string OfficerStampClaim = "officer-stamp";
    private const string BorrowedCookie = "sp-wallet-borrowed";
    private static readonly TimeSpan Seen = TimeSpan.FromMinutes(2);

    public static async Task SignInAsync(
        HttpContext context, WalletAccount wallet, SignedInDevice device, bool borrowed)
    {
        List<Claim> claims =
        [
            new(IdClaim, wallet.Id.ToString("N")), new(StampClaim, Text(wallet.Stamp)),
            new(DeviceClaim, device.Id.ToString("N")), new(SessionClaim, Text(device.Session)),
        ];
        if (borrowed)
        {
            claims.Add(new Claim(BorrowedClaim, "1"));
            context.Response.Cookies.Append(BorrowedCookie, "1", new CookieOptions
            {
                HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Lax, IsEssential = true,
            });
        }

        await SignInAsync(context, claims, borrowed);
    }

    /// <summary>A session in which a helper helps: it ends at its time, whatever happens in it, and with the helper's
    /// own sign-in or account; and it may only receive.</summary>
    public static Task SignInHelpedAsync(
        HttpContext context, WalletAccount wallet, SignedInDevice device, Helper helper, DateTimeOffset ends)
    {
        List<Claim> claims =
        [
            new(IdClaim, wallet.Id.ToString("N")), new(StampClaim, Text(wallet.Stamp)),
            new(DeviceClaim, device.Id.ToString("N")), new(SessionClaim, Text(device.Session)),
            new(BorrowedClaim, "1"), new(HelperClaim, helper.Text), new(OfficerClaim, helper.UserName),
            new(OfficerStampClaim, helper.Stamp),
        ];
        return context.SignInAsync(
            Scheme, new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme)),
            new AuthenticationProperties { ExpiresUtc = ends, AllowRefresh = false });
    }

    /// <summary>The helper of a helped session: name and centre; null in a worker's own.</summary>
    public static string? HelperOf(ClaimsPrincipal user) => user.FindFirstValue(HelperClaim);

    /// <summary>The same session goes on after the worker's PIN was changed.</summary>
    public static Task RenewAsync(HttpContext context, WalletAccount wallet)
    {
        var kept = context.User.Claims.Where(claim => claim.Type != StampClaim)
            .Append(new Claim(StampClaim, Text(wallet.Stamp)));
        return SignInAsync(context, kept, IsBorrowed(context.User));
    }

    public static Guid? WalletId(ClaimsPrincipal user) =>
        user.Identity is { IsAuthenticated: true, AuthenticationType: Scheme }
        && Guid.TryParseExact(user.FindFirstValue(IdClaim), "N", out var id)
            ? id
            : null;

    /// <summary>Which PIN the passport had when this session began: another one ends it.</summary>
    public static string? StampOf(ClaimsPrincipal user) => user.FindFirstValue(StampClaim);

    /// <summary>The row of the phone, or of the helper's session.</summary>
    public static Guid DeviceId(ClaimsPrincipal user) =>
        Guid.TryParseExact(user.FindFirstValue(DeviceClaim), "N", out var id) ? id : Guid.Empty;

    /// <summary>Whether the worker said that this phone is somebody else's: nothing may stay on it.</summary>
    public static bool IsBorrowed(ClaimsPrincipal user) => user.HasClaim(BorrowedClaim, "1");

    /// <summary>Ends the session in this browser; on somebody else's phone with everything the browser keeps.</summary>
    public static async Task SignOutAsync(HttpContext context)
    {
        // A counter's own sign-in lives in the same browser and stays.
        var borrowed = IsBorrowed(context.User) && HelperOf(context.User) is null;
        await context.SignOutAsync(Scheme);
        if (borrowed)
        {
            ClearSite(context);
        }
    }

    /// <summary>After a session on somebody else's phone that ended by itself: the browser forgets the rest at the next
    /// page.</summary>
    public static void ClearAfterBorrowed(HttpContext context)
    {
        if (WalletId(context.User) is null && context.Request.Cookies.ContainsKey(BorrowedCookie))
        {
            ClearSite(context);
        }
    }

    /// <summary>The browser forgets the pages it kept for reading without a connection, unless its service worker sent
    /// the request and forgets them itself.</summary>
    public static void ClearKeptPages(HttpContext context)
    {
        if (!context.Request.Headers.ContainsKey("Kept-Forgets"))
        {
            context.Response.Headers["Clear-Site-Data"] = "\"storage\"";
        }
    }

    /// <summary>The browser forgets everything of this site.</summary>
    public static void ClearSite(HttpContext context)
    {
        foreach (var cookie in context.Request.Cookies.Keys.Where(name =>
                     name.StartsWith("sp-wallet", StringComparison.Ordinal)))
        {
            context.Response.Cookies.Delete(cookie);
        }

        context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"cookies\", \"storage\"";
    }

    public static void Configure(CookieAuthenticationOptions options, bool httpsOnly)
    {
        options.Cookie.Name = "sp-wallet";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.IsEssential = true;
        options.Cookie.SecurePolicy = httpsOnly ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Idle;
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.AccessDeniedPath = "/helped";
        options.ReturnUrlParameter = "next";
        options.Events.OnValidatePrincipal = RefuseEndedSessionAsync;
        options.Events.OnRedirectToLogin = context =>
        {
            // Whoever sent a form must not believe that it was done; nor, where it ends the session, that it was not.
            var unsent = HttpMethods.IsPost(context.Request.Method) ? "&ended=form" : "";
            context.Response.Redirect(context.RedirectUri + unsent);
            return Task.CompletedTask;
        };
    }

    private static Task SignInAsync(HttpContext context, IEnumerable<Claim> claims, bool borrowed)
    {
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var properties = borrowed
            ? new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now + BorrowedIdle }
            : new AuthenticationProperties();
        var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme));
        return context.SignInAsync(Scheme, principal, properties);
    }

    private static async Task RefuseEndedSessionAsync(CookieValidatePrincipalContext context)
    {
        var cancellation = context.HttpContext.RequestAborted;
        var services = context.HttpContext.RequestServices;
        var user = context.Principal!;
        var id = WalletId(user);
        var deviceId = DeviceId(user);
        // A helped session is the helper's too: it ends when the account is closed or its password changed.
        var (officer, officerStamp) = (user.FindFirstValue(OfficerClaim), user.FindFirstValue(OfficerStampClaim));
        await using var db = await services.GetRequiredService<IDbContextFactory<WalletDb>>()
            .CreateDbContextAsync(cancellation);
        var found = await (
            from one in db.Wallets.AsNoTracking()
            join device in db.Devices.AsNoTracking() on one.Id equals device.WalletId
            where one.Id == id && device.Id == deviceId && device.SignedIn && (officer == null
                || db.Officers.Any(desk => desk.UserName == officer && desk.Stamp == officerStamp && !desk.Closed))
            select new { Wallet = one, Device = device }).SingleOrDefaultAsync(cancellation);
        if (found is null || user.FindFirstValue(StampClaim) != Text(found.Wallet.Stamp)
            || user.FindFirstValue(SessionClaim) != Text(found.Device.Session))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Scheme);
            return;
        }

        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        if (found.Device.LastSeenAt + Seen < now)
        {
            await db.Devices.Where(one => one.Id == deviceId)
                .ExecuteUpdateAsync(set => set.SetProperty(one => one.LastSeenAt, now), cancellation);
        }

        if (IsBorrowed(user) && HelperOf(user) is null)
        {
            // What is on the screen goes too, once the session is over; a header, so that it works without script.
            context.HttpContext.Response.Headers["Refresh"] =
                $"{Text((int)BorrowedIdle.TotalSeconds + 5)};url=/sign-in?ended=1";
        }

        // A request whose time is over alarms nobody; its place is freed by the next one.
        if (found.Wallet.RecoveryId is { } asked
            && !await db.Recoveries.AnyAsync(one => one.Id == asked && one.EndsAt > now, cancellation))
        {
            found.Wallet.RecoveryId = null;
        }

        context.HttpContext.Items[typeof(WalletAccount)] = found.Wallet;
        context.HttpContext.Items[typeof(SignedInDevice)] = found.Device;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
