using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace SkillsPassport.Wallet.Receive;

/// <summary>An offer as it was fetched; some issuers give it out only once, so a reload or a sign-in in between must
/// not fetch it again. Kept for a few minutes in an encrypted cookie.</summary>
public sealed class KeptOffer(IDataProtectionProvider protection, TimeProvider clock)
{
    private const string CookieName = "sp-wallet-offer";
    private const int LargestCookie = 3_500;

    /// <summary>Pre-authorized codes are short-lived: after this the offer is fetched anew where that is
    /// possible.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMinutes(4);

    private readonly IDataProtector _protector = protection.CreateProtector("wallet-kept-offer");

    public void Keep(HttpContext context, OfferSource source, string offer)
    {
        var kept = new Content(source.Text, offer, clock.GetUtcNow().ToUnixTimeSeconds());
        var cookie = _protector.Protect(JsonSerializer.Serialize(kept));
        if (cookie.Length <= LargestCookie)
        {
            context.Response.Cookies.Append(
                CookieName,
                cookie,
                new CookieOptions
                {
                    HttpOnly = true,
                    Secure = context.Request.IsHttps,
                    SameSite = SameSiteMode.Lax,
                    IsEssential = true,
                    MaxAge = Freshness,
                    Path = "/receive",
                });
        }
    }

    /// <summary>The kept offer of this source, while it is fresh, and when it was fetched.</summary>
    public (string Offer, DateTimeOffset FetchedAt)? Find(HttpRequest request, OfferSource source)
    {
        try
        {
            var kept = request.Cookies[CookieName] is { } cookie
                ? JsonSerializer.Deserialize<Content>(_protector.Unprotect(cookie))
                : null;
            var fetchedAt = DateTimeOffset.FromUnixTimeSeconds(kept?.FetchedAt ?? 0);
            return kept?.Source == source.Text && fetchedAt + Freshness > clock.GetUtcNow()
                ? (kept.Offer, fetchedAt)
                : null;
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or JsonException)
        {
            return null;
        }
    }

    public static void Forget(HttpContext context) =>
        context.Response.Cookies.Delete(CookieName, new CookieOptions { Path = "/receive" });

    private sealed record Content(string Source, string Offer, long FetchedAt);
}
