using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.Messages;

/// <summary>Which code this browser waits for: a code that somebody is talked into reading out opens nothing in
/// another browser than the one that asked for it.</summary>
public sealed class PendingCode(IDataProtectionProvider protection)
{
    private const string CookieName = "sp-wallet-code";
    private readonly IDataProtector _protector = protection.CreateProtector("wallet-pending-code");

    public void Remember(HttpContext context, CodePurpose purpose, Guid id) => context.Response.Cookies.Append(
        CookieName,
        _protector.Protect($"{purpose}|{id:N}"),
        new CookieOptions
        {
            HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Lax, IsEssential = true,
        });

    public Guid? Find(HttpRequest request, CodePurpose purpose)
    {
        try
        {
            return request.Cookies[CookieName] is { } cookie
                && _protector.Unprotect(cookie).Split('|') is [var kind, var id] && kind == purpose.ToString()
                && Guid.TryParseExact(id, "N", out var found)
                    ? found
                    : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Forget(HttpContext context) => context.Response.Cookies.Delete(CookieName);
}
