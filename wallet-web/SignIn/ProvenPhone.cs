using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>Remembers for ten minutes, in an encrypted cookie of this browser, that its holder entered a code sent to a
/// number. It opens nothing: the PIN is still asked.</summary>
public sealed class ProvenPhone(IDataProtectionProvider protection)
{
    private const string CookieName = "sp-wallet-proven";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private readonly ITimeLimitedDataProtector _protector =
        protection.CreateProtector("wallet-proven-phone").ToTimeLimitedDataProtector();

    public void Remember(HttpContext context, string phone) => context.Response.Cookies.Append(
        CookieName,
        _protector.Protect(phone, Life),
        new CookieOptions
        {
            HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Lax, IsEssential = true,
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
