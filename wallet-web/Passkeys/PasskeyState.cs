using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using SkillsPassport.Hosting.Database;

namespace SkillsPassport.Wallet.Passkeys;

/// <summary>The challenge between question and answer: in an encrypted cookie of this browser for five minutes, for one
/// purpose, and it serves once.</summary>
public sealed class PasskeyState(IDataProtectionProvider protection, ICounters counters)
{
    private const string CookieName = "sp-wallet-passkey";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);
    private readonly ITimeLimitedDataProtector _protector =
        protection.CreateProtector("wallet-passkey-state").ToTimeLimitedDataProtector();

    /// <param name="purpose">What is done with the answer, and for whom.</param>
    public void Remember(HttpContext context, string purpose, string? state) => context.Response.Cookies.Append(
        CookieName,
        _protector.Protect($"{purpose}\n{state}", Life),
        new CookieOptions
        {
            HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Strict, IsEssential = true,
        });

    /// <returns>The state, once; null when there is none for this purpose.</returns>
    public async Task<string?> TakeAsync(HttpContext context, string purpose)
    {
        if (context.Request.Cookies[CookieName] is not { } cookie)
        {
            return null;
        }

        context.Response.Cookies.Delete(CookieName);
        try
        {
            var parts = _protector.Unprotect(cookie).Split('\n', 2);
            var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parts[1])));
            return parts[0] == purpose
                && (await counters.TakeAsync($"passkey|{digest}", 1, Life * 2, context.RequestAborted)).Allowed
                    ? parts[1]
                    : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
