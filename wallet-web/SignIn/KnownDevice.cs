using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Wallet.SignIn;

/// <summary>A cookie that says "this phone signed in to this passport before": it opens nothing, it only gives the
/// phone a count of tries of its own (OWASP: slow down online guessing with device cookies). Only the PIN gives it: a
/// passkey costs no guess, and would give as many counts as there are cookies to drop. For the same reason it counts
/// for the passports opened there alone. The worker can take it back: a phone that is signed out from the list is
/// unknown again.</summary>
public sealed class KnownDevice(
    IDbContextFactory<WalletDb> databases, IDataProtectionProvider protection, BlindIndex blindIndex,
    ProvenPhone provenPhone)
{
    private const string CookieName = "sp-wallet-device";
    private readonly IDataProtector _protector = protection.CreateProtector("wallet-known-device");

    /// <summary>Where a try with this number comes from.</summary>
    public async Task<Caller> CallerAsync(HttpRequest request, string phone, CancellationToken cancellation)
    {
        if (Nonce(request, phone) is { } nonce)
        {
            var index = Index(nonce);
            await using var db = await databases.CreateDbContextAsync(cancellation);
            var opened = await db.Devices.Where(one => one.NonceIndex == index && one.PinEntered)
                .Select(one => one.WalletId).ToListAsync(cancellation);
            if (opened.Count > 0)
            {
                return new Caller(CallerKind.Known, $"device|{phone}|{nonce}") { Opened = opened };
            }
        }

        return IsProven(request, phone) ? Proven(phone) : Stranger(phone);
    }

    /// <summary>A known phone, for the passports of the number that were never opened on it. Whoever has one of them
    /// gets as many known phones as there are cookies to drop: all of them count together.</summary>
    public Caller Beside(HttpRequest request, string phone) =>
        IsProven(request, phone) ? Proven(phone) : new Caller(CallerKind.Beside, $"beside|{phone}");

    /// <summary>Whoever chooses a new PIN for a passport of the number.</summary>
    public static Caller Chooser(string phone) => new(CallerKind.Chooser, $"new-pin|{phone}");

    /// <summary>The holder of this passport, whom the others of the number cannot keep from a new PIN.</summary>
    public static Caller Chooser(Guid wallet) => new(CallerKind.OwnChooser, $"new-pin|{wallet:N}");

    /// <summary>Whoever reads the messages of the number.</summary>
    public static Caller Proven(string phone) => new(CallerKind.Proven, $"proven|{phone}");

    /// <summary>Any phone without a history.</summary>
    public static Caller Stranger(string phone) => new(CallerKind.Unknown, $"phone|{phone}");

    /// <returns>The nonce in this phone's cookie, while a worker has not signed the phone out; else null.</returns>
    public async Task<string?> NonceAsync(HttpRequest request, string phone, CancellationToken cancellation)
    {
        if (Nonce(request, phone) is not { } nonce)
        {
            return null;
        }

        var index = Index(nonce);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Devices.AnyAsync(one => one.NonceIndex == index, cancellation) ? nonce : null;
    }

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

    private bool IsProven(HttpRequest request, string phone) => provenPhone.Number(request) == phone;

    private string? Nonce(HttpRequest request, string phone) =>
        request.Cookies[CookieName] is { } cookie && TryRead(cookie) is [var known, var nonce] && known == phone
            ? nonce : null;

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
