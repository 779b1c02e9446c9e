using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace SkillsPassport.Wallet.Recovery;

/// <summary>Remembers for ten minutes, in an encrypted cookie of this browser, that slip and number were both
/// right.</summary>
public sealed class RecoveryPass(IDataProtectionProvider protection)
{
    private const string CookieName = "sp-wallet-recover";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private readonly ITimeLimitedDataProtector _protector =
        protection.CreateProtector("wallet-recovery-pass").ToTimeLimitedDataProtector();

    public void Remember(HttpContext context, Guid request) => context.Response.Cookies.Append(
        CookieName,
        _protector.Protect(request.ToString("N"), Life),
        new CookieOptions
        {
            HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Lax, IsEssential = true,
        });

    public Guid? Find(HttpRequest request)
    {
        try
        {
            return request.Cookies[CookieName] is { } cookie
                && Guid.TryParseExact(_protector.Unprotect(cookie), "N", out var id)
                    ? id
                    : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Forget(HttpContext context) => context.Response.Cookies.Delete(CookieName);
}
