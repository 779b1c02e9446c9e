using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>A cookie that says "this phone signed in to this passport before": it opens nothing, it only gives the
/// phone a count of tries of its own (OWASP: slow down online guessing with device cookies). Only the PIN gives it: a
/// passkey costs no guess, and would give as many counts as there are cookies to drop. The worker can take it back: a
/// phone that is signed out from the list is unknown again.</summary>
public sealed class KnownDevice(
    IDbContextFactory<WalletDb> databases, IDataProtectionProvider protection, BlindIndex blindIndex,
    ProvenPhone provenPhone)
{
    private const string CookieName = "sp-wallet-device";
    private readonly IDataProtector _protector = protection.CreateProtector("wallet-known-device");

    /// <summary>Where a try with this number comes from.</summary>
    public async Task<Caller> CallerAsync(HttpRequest request, string phone, CancellationToken cancellation)
    {
        if (await NonceAsync(request, phone, pinEntered: true, cancellation) is { } nonce)
        {
            return new Caller(CallerKind.Known, $"device|{phone}|{nonce}");
        }

        return provenPhone.Number(request) == phone
            ? Proven(phone)
            : Stranger(phone);
    }

    /// <summary>Whoever reads the messages of the number.</summary>
    public static Caller Proven(string phone) => new(CallerKind.Proven, $"proven|{phone}");

    /// <summary>Any phone without a history.</summary>
    public static Caller Stranger(string phone) => new(CallerKind.Unknown, $"phone|{phone}");

    /// <returns>The nonce in this phone's cookie, while a worker has not signed the phone out; else null.</returns>
    public Task<string?> NonceAsync(HttpRequest request, string phone, CancellationToken cancellation) =>
        NonceAsync(request, phone, pinEntered: false, cancellation);

    public byte[] Index(string nonce) => blindIndex.Compute("wallet-device", nonce);

    /// <summary>Gives the phone a cookie. A sign-in whose answer is lost is sent again by the same browser, which its
    /// forms cookie tells: the phone is then the same one, not a second one in the worker's list.</summary>
    public string Remember(HttpContext context, string phone)
    {
        var browser = context.Request.Cookies[WalletHost.FormsCookie];
        var nonce = Convert.ToHexStringLower(string.IsNullOrEmpty(browser)
            ? RandomNumberGenerator.GetBytes(16)
            : blindIndex.Compute("wallet-device-nonce", $"{phone}|{browser}").AsSpan(0, 16));
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
        return nonce;
    }

    private async Task<string?> NonceAsync(
        HttpRequest request, string phone, bool pinEntered, CancellationToken cancellation)
    {
        if (request.Cookies[CookieName] is not { } cookie || TryRead(cookie) is not [var known, var nonce]
            || known != phone)
        {
            return null;
        }

        var index = Index(nonce);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Devices.AnyAsync(
            one => one.NonceIndex == index && (one.PinEntered || !pinEntered), cancellation) ? nonce : null;
    }

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
