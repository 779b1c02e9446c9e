using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Verifier.Database;

namespace SkillsPassport.Services.Tests.Hosting.Database;

/// <summary>Counters as a running service uses them; any of the three would do.</summary>
public sealed class CountersTests : SchemeTests
{
    private const string Key = "lookup:203.0.113.7";

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task Under_a_race_between_two_copies_exactly_the_limit_gets_through(string engine)
    {
        var database = await TestDatabase.NewAsync(engine);
        await using var first = await RunningVerifier.StartAsync(Scheme, database);
        await using var second = await RunningVerifier.StartAsync(Scheme, database);
        ICounters[] copies = [Counters(first), Counters(second)];
        var states = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() =>
            copies[i % 2].TakeAsync(Key, 7, TimeSpan.FromMinutes(5)))));
        Assert.Equal(7, states.Count(state => state.Allowed));
        Assert.Equal(Enumerable.Range(1, 40), states.Select(state => state.Count).Order());
        Assert.All(states, state => Assert.InRange(state.RetryAfter.TotalSeconds, 200, 310));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task A_window_ends_and_looking_does_not_count(string engine)
    {
        var clock = new LaterClock();
        await using var service = await RunningVerifier.StartAsync(Scheme, await TestDatabase.NewAsync(engine), clock: clock);
        var counters = Counters(service);
        var window = TimeSpan.FromMinutes(10);
        Assert.True((await counters.TakeAsync(Key, 1, window)).Allowed);
        Assert.Equal(1, (await counters.LookAsync(Key, 1, window)).Count);
        Assert.False((await counters.TakeAsync(Key, 1, window)).Allowed);
        clock.By = TimeSpan.FromMinutes(11);
        Assert.Equal(0, (await counters.LookAsync(Key, 1, window)).Count);
        Assert.True((await counters.TakeAsync(Key, 1, window)).Allowed);
        await counters.ResetAsync(Key);
        Assert.Equal(1, (await counters.TakeAsync(Key, 1, window)).Count);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task What_is_given_back_may_be_taken_again_and_nobody_gives_back_more_than_was_taken(string engine)
    {
        await using var service = await RunningVerifier.StartAsync(Scheme, await TestDatabase.NewAsync(engine));
        var counters = Counters(service);
        var window = TimeSpan.FromMinutes(10);
        await counters.GiveBackAsync(Key);
        Assert.True((await counters.TakeAsync(Key, 1, window)).Allowed);
        await counters.GiveBackAsync(Key);
        await counters.GiveBackAsync(Key);
        Assert.True((await counters.TakeAsync(Key, 1, window)).Allowed);
        Assert.False((await counters.TakeAsync(Key, 1, window)).Allowed);
    }

    [Fact]
    public async Task No_address_can_be_read_from_the_table()
    {
        await using var service = await RunningVerifier.StartAsync(Scheme);
        await Counters(service).TakeAsync(Key, 1, TimeSpan.FromMinutes(1));
        await using var scope = service.Services.CreateAsyncScope();
        await using var db = scope.ServiceProvider.GetRequiredService<VerifierDb>();
        var stored = Assert.Single(await db.Counters.AsNoTracking().ToListAsync()).Key;
        Assert.Matches("^[0-9a-f]{64}$", stored);
        Assert.NotEqual(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key))), stored);
    }

    private static ICounters Counters(RunningVerifier service) => service.Services.GetRequiredService<ICounters>();

    /// <summary>The machine's clock, set forward.</summary>
    private sealed class LaterClock : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + By;
    }
}
