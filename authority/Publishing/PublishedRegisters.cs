using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SkillsPassport.Authority.Database;
using SkillsPassport.Credentials.Registers;

namespace SkillsPassport.Authority.Publishing;

/// <summary>
/// The newest signed documents, in memory. Each copy of the service looks at most once a second whether another one
/// has signed a newer one.
/// </summary>
public sealed class PublishedRegisters(IDbContextFactory<AuthorityDb> databases, RegisterKeys keys, TimeProvider clock)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, Held> _held = new(StringComparer.Ordinal);

    /// <summary>Look again at the next request: this copy has signed a newer one.</summary>
    public void Forget(string register) => _held.TryRemove(register, out _);

    /// <summary>The newest one that carries our signature; null before the first.</summary>
    public async Task<SignedRegister<T>?> GetAsync<T>(CancellationToken cancel) where T : RegisterContent
    {
        var kind = RegisterKind.Of<T>();
        var held = _held.GetValueOrDefault(kind.Name);
        var now = clock.GetUtcNow();
        if (held is not null && now - held.LookedAt < LookEvery)
        {
            return (SignedRegister<T>?)held.Document;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var newest = await db.Heads.Where(one => one.Register == kind.Name).Select(one => one.Sequence)
            .SingleAsync(cancel);
        if (held?.Document is SignedRegister<T> same && same.Sequence == newest)
        {
            _held[kind.Name] = held with { LookedAt = now };
            return same;
        }

        var jws = await db.Published.Where(one => one.Register == kind.Name && one.Sequence == newest)
            .Select(one => one.Jws).SingleOrDefaultAsync(cancel);
        var document = jws is null ? null : Read<T>(jws) ?? (SignedRegister<T>?)held?.Document;
        _held[kind.Name] = new Held(document, now);
        return document;
    }

    // What stands in the database must still be what was signed; else the last good one stays.
    private SignedRegister<T>? Read<T>(string jws) where T : RegisterContent
    {
        try
        {
            return SignedRegister<T>.Parse(jws, null, [keys.TrustedOf(RegisterKind.Of<T>().Name)]);
        }
        catch (RegisterException)
        {
            return null;
        }
    }

    private sealed record Held(object? Document, DateTimeOffset LookedAt);
}

/// <summary>Ready means that every register is signed and not stale.</summary>
public sealed class RegistersAreSigned(PublishedRegisters registers, SignRegisters signing, TimeProvider clock)
    : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context,
        CancellationToken cancel = default)
    {
        if (signing.Problem is { } problem)
        {
            return HealthCheckResult.Unhealthy(problem);
        }

        var comparisons = await registers.GetAsync<ComparisonRegister>(cancel);
        var recruiters = await registers.GetAsync<RecruiterRegister>(cancel);
        var now = clock.GetUtcNow();
        return comparisons?.NextUpdate > now && recruiters?.NextUpdate > now
            ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("A register is not signed, or stale.");
    }
}
