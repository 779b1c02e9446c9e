using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>A cookie that says "this phone signed in to this passport before": it opens nothing, it only gives the
/// phone a count of tries of its own (OWASP: slow down online guessing with device cookies).</summary>
public sealed class KnownDevice(IDataProtectionProvider protection)
{
    private const string CookieName = "sp-wallet-device";
    private readonly IDataProtector _protector = protection.CreateProtector("wallet-known-device");

    /// <summary>The subject to count for a try with this number from this phone.</summary>
    public string Subject(HttpRequest request, string phone) =>
        Nonce(request, phone) is { } nonce ? $"device|{phone}|{nonce}" : $"phone|{phone}";

    /// <summary>Whether somebody signed in with this number on this phone before.</summary>
    public bool Knows(HttpRequest request, string phone) => Nonce(request, phone) is not null;

    public void Remember(HttpContext context, string phone)
    {
        if (Knows(context.Request, phone))
        {
            return;
        }

        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        context.Response.Cookies.Append(
            CookieName,
            _protector.Protect($"{phone}|{nonce}"),
            new CookieOptions
            {
                HttpOnly = true,
                Secure = context.Request.IsHttps,
                SameSite = SameSiteMode.Lax,
                IsEssential = true,
                MaxAge = TimeSpan.FromDays(400),
            });
    }

    private string? Nonce(HttpRequest request, string phone) =>
        request.Cookies[CookieName] is { } cookie && TryRead(cookie) is [var known, var nonce] && known == phone
            ? nonce
            : null;

    private string[] TryRead(string cookie)
    {
        try
        {
            return _protector.Unprotect(cookie).Split('|');
        }
        catch (CryptographicException)
        {
            return [];
        }
    }
}
