using Microsoft.AspNetCore.DataProtection;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Counter;

/// <summary>Remembers for ten minutes, in an encrypted cookie of this browser, that a worker gave this helper the code
/// sent to a number, until the worker has said whose passport it is. It serves one answer, also when it was
/// copied.</summary>
public sealed class ProvenAtCounter(IDataProtectionProvider protection, ICounters counters) : NumberCookie(
    protection, "sp-wallet-at-counter", "wallet-proven-at-counter", Life, outlivesBrowser: false)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    public void Remember(HttpContext context, Helper helper, string number) =>
        Remember(context, $"{Guid.NewGuid():N}|{helper.UserName}|{number}");

    /// <returns>The number, and what it is spent by; null when nothing was proven to this helper.</returns>
    public (string Number, string Id)? Find(HttpRequest request, Helper helper) =>
        Number(request)?.Split('|') is [var id, var user, var number] && user == helper.UserName ? (number, id) : null;

    /// <returns>False when it was spent before.</returns>
    public async Task<bool> SpendAsync(HttpContext context, string id)
    {
        Forget(context);
        return (await counters.TakeAsync($"at-counter|{id}", 1, Life, context.RequestAborted)).Allowed;
    }
}
