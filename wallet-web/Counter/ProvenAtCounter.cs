using Microsoft.AspNetCore.DataProtection;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Counter;

/// <summary>A number proven to a helper.</summary>
/// <param name="Id">What it is spent by, and the id of the passport that it may make: it makes one, whatever is sent
/// twice.</param>
public sealed record ProvenHere(Guid Id, string Number);

/// <summary>Remembers for ten minutes, in an encrypted cookie of this browser, that a worker gave this helper the code
/// sent to a number: first until the worker has said whose passport it is, then, where it is to be a new one, until
/// that is made. It serves one answer, also when it was copied, and dies with the helper's sign-in.</summary>
public sealed class ProvenAtCounter(IDataProtectionProvider protection, ICounters counters, TimeProvider clock)
    : NumberCookie(protection, "sp-wallet-at-counter", "wallet-proven-at-counter", Life, outlivesBrowser: false)
{
    private const string Whose = "whose";
    private const string MakesNew = "new";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>The worker has yet to say whose passport it is.</summary>
    public void RememberToAsk(HttpContext context, Helper helper, string number) =>
        Remember(context, Whose, helper, number);

    /// <summary>It is to be a new passport.</summary>
    public void RememberToMake(HttpContext context, Helper helper, string number) =>
        Remember(context, MakesNew, helper, number);

    /// <returns>Null when nothing was proven to this helper in this sign-in.</returns>
    public ProvenHere? FindToAsk(HttpRequest request, Helper helper) => Find(request, Whose, helper);

    /// <inheritdoc cref="FindToAsk"/>
    public ProvenHere? FindToMake(HttpRequest request, Helper helper) => Find(request, MakesNew, helper);

    /// <returns>False when it was spent before.</returns>
    public async Task<bool> SpendAsync(HttpContext context, ProvenHere proven)
    {
        Forget(context);
        return (await counters.TakeAsync($"at-counter|{proven.Id:N}", 1, Life, context.RequestAborted)).Allowed;
    }

    private void Remember(HttpContext context, string waitsFor, Helper helper, string number) => Remember(
        context, $"{waitsFor}|{Guid.CreateVersion7(clock.GetUtcNow()):N}|{helper.UserName}|{helper.Stamp}|{number}");

    private ProvenHere? Find(HttpRequest request, string waitsFor, Helper helper) =>
        Number(request)?.Split('|') is [var what, var id, var user, var stamp, var number]
        && what == waitsFor && user == helper.UserName && stamp == helper.Stamp
        && Guid.TryParseExact(id, "N", out var found)
            ? new ProvenHere(found, number)
            : null;
}
