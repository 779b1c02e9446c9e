using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>Locking ends the session but remembers, encrypted in a cookie for half a day, whose passport it was:
/// opening it again takes the PIN only.</summary>
public sealed class QuickLock(IDataProtectionProvider protection)
{
    private const string CookieName = "sp-wallet-locked";
    private readonly ITimeLimitedDataProtector _protector =
        protection.CreateProtector("wallet-quick-lock").ToTimeLimitedDataProtector();

    public void Remember(HttpContext context, string phone) => context.Response.Cookies.Append(
        CookieName,
        _protector.Protect(phone, TimeSpan.FromHours(12)),
        new CookieOptions
        {
            HttpOnly = true,
            Secure = context.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            IsEssential = true,
            MaxAge = TimeSpan.FromHours(12),
        });

    public string? Number(HttpRequest request)
    {
        try
        {
            return request.Cookies[CookieName] is { } cookie ? _protector.Unprotect(cookie) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Forget(HttpContext context) => context.Response.Cookies.Delete(CookieName);
}
