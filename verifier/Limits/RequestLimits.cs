using System.Net;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Limits;

namespace SkillsPassport.Verifier.Limits;

/// <summary>So many in so long, for one address.</summary>
public sealed record Limit(string Name, int Count, TimeSpan Window);

/// <summary>Limits on requests that make this service ask others. They live in the database, so that two copies count
/// together; verifying a credential asks nobody, and has none.</summary>
public sealed class RequestLimits(ICounters counters)
{
    private const string All = "all";

    /// <returns>Null when the request may go on, else how long to wait.</returns>
    public Task<TimeSpan?> TakeAsync(Limit limit, IPAddress? from, CancellationToken cancel) =>
        TakeAsync(limit, Subscriber.Of(from), cancel);

    /// <summary>The same for all addresses together.</summary>
    public Task<TimeSpan?> TakeForAllAsync(Limit limit, CancellationToken cancel) => TakeAsync(limit, All, cancel);

    /// <summary>The same for one thing, whoever asks for it. It is stored hashed.</summary>
    public Task<TimeSpan?> TakeForAsync(Limit limit, string subject, CancellationToken cancel) =>
        TakeAsync(limit, subject, cancel);

    /// <summary>Takes one back that <see cref="TakeAsync(Limit, IPAddress?, CancellationToken)"/> counted.</summary>
    public Task GiveBackAsync(Limit limit, IPAddress? from, CancellationToken cancel) =>
        counters.GiveBackAsync($"{limit.Name}:{Subscriber.Of(from)}", cancel);

    /// <summary>Takes one back that <see cref="TakeForAllAsync"/> counted.</summary>
    public Task GiveBackForAllAsync(Limit limit, CancellationToken cancel) =>
        counters.GiveBackAsync($"{limit.Name}:{All}", cancel);

    private async Task<TimeSpan?> TakeAsync(Limit limit, string subject, CancellationToken cancel)
    {
        var state = await counters.TakeAsync($"{limit.Name}:{subject}", limit.Count, limit.Window, cancel);
        return state.Allowed ? null : state.RetryAfter;
    }
}
