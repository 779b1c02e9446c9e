using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>The signed-in session: one cookie, short, ended by the lock button, by a changed PIN, by
/// deletion.</summary>
public static class Session
{
    public const string Scheme = "sp-wallet";
    private const string IdClaim = "wallet";
    private const string StampClaim = "stamp";

    public static async Task SignInAsync(HttpContext context, WalletAccount wallet)
    {
        var identity = new ClaimsIdentity(
            [new Claim(IdClaim, wallet.Id.ToString("N")), new Claim(StampClaim, wallet.Stamp.ToString())], Scheme);
        await context.SignInAsync(Scheme, new ClaimsPrincipal(identity));
    }

    public static Guid? WalletId(ClaimsPrincipal user) =>
        user.Identity is { IsAuthenticated: true, AuthenticationType: Scheme }
        && Guid.TryParseExact(user.FindFirstValue(IdClaim), "N", out var id)
            ? id
            : null;

    public static void Configure(CookieAuthenticationOptions options, bool httpsOnly)
    {
        options.Cookie.Name = "sp-wallet";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.IsEssential = true;
        options.Cookie.SecurePolicy = httpsOnly ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromMinutes(20);
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.ReturnUrlParameter = "next";
        options.Events.OnValidatePrincipal = RefuseEndedSessionAsync;
    }

    private static async Task RefuseEndedSessionAsync(CookieValidatePrincipalContext context)
    {
        var databases = context.HttpContext.RequestServices.GetRequiredService<IDbContextFactory<WalletDb>>();
        await using var db = await databases.CreateDbContextAsync(context.HttpContext.RequestAborted);
        var id = WalletId(context.Principal!);
        var wallet = await db.Wallets.AsNoTracking()
            .SingleOrDefaultAsync(w => w.Id == id, context.HttpContext.RequestAborted);
        if (wallet is null || context.Principal!.FindFirstValue(StampClaim) != wallet.Stamp.ToString())
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Scheme);
            return;
        }

        context.HttpContext.Items[typeof(WalletAccount)] = wallet;
    }
}

/// <summary>The worker of this request: the account behind the session, its opened vault and its number.</summary>
public sealed class CurrentWorker(IHttpContextAccessor accessor, Vaults vaults, FieldCipher cipher) : IDisposable
{
    private Vault? _vault;

    public WalletAccount Account =>
        accessor.HttpContext?.Items[typeof(WalletAccount)] as WalletAccount
        ?? throw new InvalidOperationException("This route must require the Worker policy.");

    public Vault Vault => _vault ??= vaults.Open(Account);

    public string Phone => cipher.Unprotect("wallet-phone", Account.SealedPhone);

    public void Dispose() => _vault?.Dispose();
}
