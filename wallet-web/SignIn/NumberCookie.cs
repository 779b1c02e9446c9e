using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>A phone number in an encrypted cookie of this browser, believed for a while.</summary>
/// <param name="name">Name of the cookie.</param>
/// <param name="purpose">What it is encrypted for.</param>
/// <param name="life">How long it is believed.</param>
/// <param name="outlivesBrowser">Whether it stays when the browser is closed.</param>
public abstract class NumberCookie(
    IDataProtectionProvider protection, string name, string purpose, TimeSpan life, bool outlivesBrowser)
{
    private readonly ITimeLimitedDataProtector _protector =
        protection.CreateProtector(purpose).ToTimeLimitedDataProtector();

    public void Remember(HttpContext context, string phone) => context.Response.Cookies.Append(
        name,
        _protector.Protect(phone, life),
        new CookieOptions
        {
            HttpOnly = true,
            Secure = context.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            IsEssential = true,
            MaxAge = outlivesBrowser ? life : null,
        });

    public string? Number(HttpRequest request)
    {
        try
        {
            return request.Cookies[name] is { } cookie ? _protector.Unprotect(cookie) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Forget(HttpContext context) => context.Response.Cookies.Delete(name);
}
