using System.Net;
using Microsoft.Extensions.Options;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Limits;

namespace SkillsPassport.Verifier.Lookup;

/// <summary>Slows whoever tries codes that nobody has, and nobody else (ADR 0170). A try counts as a miss before it is
/// made, so that many at once are no more than one after the other, and is given back when it was none.</summary>
public sealed class Misses(ICounters counters, IOptions<LookupOptions> options)
{
    private const string Everybody = "lookup-misses-of-all";
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <returns>Null when the caller may try, else how long to wait.</returns>
    public async Task<TimeSpan?> TakeAsync(IPAddress? from, CancellationToken cancel)
    {
        var own = await counters.TakeAsync(KeyOf(from), options.Value.MissesPerTenMinutes, TenMinutes, cancel);
        if (!own.Allowed)
        {
            return own.RetryAfter;
        }

        if (own.Count == 1)
        {
            return null;
        }

        var most = options.Value.MissesPerMinuteForAll;
        var all = await counters.LookAsync(Everybody, most, Minute, cancel);
        if (all.Count < most)
        {
            return null;
        }

        await GiveBackAsync(from, cancel);
        return all.RetryAfter;
    }

    /// <summary>It was a miss: it counts with those of all.</summary>
    public Task KeepAsync(CancellationToken cancel) =>
        counters.TakeAsync(Everybody, options.Value.MissesPerMinuteForAll, Minute, cancel);

    /// <summary>It was none.</summary>
    public Task GiveBackAsync(IPAddress? from, CancellationToken cancel) =>
        counters.GiveBackAsync(KeyOf(from), cancel);

    private static string KeyOf(IPAddress? from) => $"lookup-misses:{Subscriber.Of(from)}";
}
