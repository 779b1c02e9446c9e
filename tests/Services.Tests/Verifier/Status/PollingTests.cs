using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Credentials;
using SkillsPassport.Hosting.Status;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Services.Tests.Verifier.Status;

/// <summary>Whose lists are followed, and how one issuer's trouble stays its own.</summary>
public sealed class PollingTests : SchemeTests
{
    private const string PaperPath = "/status/1.cwt";
    private readonly ShiftedClock _clock = new();

    [Fact]
    public async Task An_issuer_that_does_not_answer_makes_nobody_elses_revocation_late()
    {
        await using var silent = await LocalPeer.StartAsync();
        using var key = Scheme.NewKey();
        Scheme.PublishNextTrustList(list => list with
        {
            Issuers = [.. list.Issuers, Scheme.IssuerEntry(silent.Url, [Scheme.Key(key)])],
        });
        await using var verifier = await StartAsync();
        var paths = Enumerable.Range(1, 24).Select(n => $"/status/{n}.cwt").ToList();
        foreach (var path in paths)
        {
            silent.Serve(path, Scheme.StatusCwt(silent.Url + path, key: key), Specs.TokenStatusList.CwtMediaType);
            var paper = Scheme.Paper(key: key, issuer: silent.Url, statusUri: silent.Url + path);
            Assert.Equal("valid", (await verifier.VerifyAsync(paper)).State());
        }

        Assert.Equal("valid", (await verifier.VerifyAsync(Scheme.Paper())).State());
        int open = 0, most = 0;
        paths.ForEach(path => silent.On(path, async context =>
        {
            most = Math.Max(most, Interlocked.Increment(ref open));
            try
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
            finally
            {
                Interlocked.Decrement(ref open);
            }
        }));
        await Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref open) > 2));

        var before = Scheme.Issuer.Hits(PaperPath);
        await Eventually.TrueAsync(() => Task.FromResult(Scheme.Issuer.Hits(PaperPath) >= before + 3));
        Scheme.Statuses[7] = 1;
        Scheme.PublishStatus();
        before = Scheme.Issuer.Hits(PaperPath);
        // Asked once more, and that answer was taken: the one after it is on its way.
        await Eventually.TrueAsync(() => Task.FromResult(Scheme.Issuer.Hits(PaperPath) >= before + 2));
        Assert.Equal("revoked", (await verifier.VerifyAsync(Scheme.Paper(7))).State());
        // Four of the twenty-four at once; those the verifier has just given up may still be counted here.
        Assert.InRange(most, 1, 8);
    }

    [Fact]
    public async Task A_list_over_which_its_reader_stumbles_ends_nobody_elses_round()
    {
        await using var verifier = await StartAsync();
        var paths = Enumerable.Range(1, 40).Select(n => $"/many/{n}.cwt").ToList();
        foreach (var path in paths)
        {
            Serve(path);
            Assert.Equal("valid", (await verifier.VerifyAsync(Scheme.Paper(statusUri: Scheme.Issuer.Url + path))).State());
        }

        // Near the last second there is, where adding to a time is a fault and not a refusal.
        paths[..8].ForEach(path => Serve(path, DateTimeOffset.MaxValue - DateTimeOffset.UtcNow - TimeSpan.FromSeconds(30)));
        var before = paths.ToDictionary(path => path, Scheme.Issuer.Hits);
        await Eventually.TrueAsync(() => Task.FromResult(
            paths[8..].All(path => Scheme.Issuer.Hits(path) >= before[path] + 3)));

        void Serve(string path, TimeSpan? life = null) => Scheme.Issuer.Serve(
            path, Scheme.StatusCwt(Scheme.Issuer.Url + path, life: life), Specs.TokenStatusList.CwtMediaType);
    }

    [Fact]
    public async Task A_list_that_failed_is_left_alone_for_a_while_and_then_asked_for_again()
    {
        await using var verifier = await StartAsync();
        Assert.Equal("valid", (await verifier.VerifyAsync(Scheme.Paper())).State());
        Scheme.Issuer.Off(PaperPath);
        await Eventually.TrueAsync(() => Task.FromResult(
            verifier.Log.All.Contains($"{Scheme.PaperStatusUri} could not be taken", StringComparison.Ordinal)));
        var hits = Scheme.Issuer.Hits(PaperPath);
        await Task.Delay(2500);
        // A round every second would have asked more than once more.
        Assert.InRange(Scheme.Issuer.Hits(PaperPath), hits, hits + 1);
        hits = Scheme.Issuer.Hits(PaperPath);

        Scheme.PublishStatus();
        _clock.Ahead = TimeSpan.FromSeconds(10);
        await Eventually.TrueAsync(() => Task.FromResult(Scheme.Issuer.Hits(PaperPath) > hits + 1));
    }

    [Fact]
    public async Task A_list_that_somebody_waits_for_is_asked_for_every_few_seconds_however_often_it_failed()
    {
        await using var verifier = await StartAsync();
        Assert.Equal("valid", (await verifier.VerifyAsync(Scheme.Paper())).State());
        Scheme.Issuer.On(PaperPath, context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });
        var failed = Scheme.Issuer.Hits(PaperPath) + 1;
        await Eventually.TrueAsync(() => Task.FromResult(Scheme.Issuer.Hits(PaperPath) >= failed));
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(6))
        {
            Assert.Equal("valid", (await verifier.VerifyAsync(Scheme.Paper())).State());
            await Task.Delay(200);
        }

        // Often enough that what it says again shows in time, and no more often than the polls.
        Assert.InRange(Scheme.Issuer.Hits(PaperPath) - failed, 2, (int)watch.Elapsed.TotalSeconds);
        var asked = Scheme.Issuer.Hits(PaperPath);
        Scheme.Statuses[7] = 1;
        Scheme.PublishStatus();
        await Eventually.TrueAsync(async () => (await verifier.VerifyAsync(Scheme.Paper(7))).State() == "revoked");
        Assert.InRange(Scheme.Issuer.Hits(PaperPath) - asked, 1, 3);
    }

    [Fact]
    public async Task An_address_that_never_gave_a_list_is_not_followed_and_soon_forgotten()
    {
        await using var verifier = await StartAsync("--Status:RetrySeconds=60");
        var lists = verifier.Services.GetRequiredService<StatusLists>();
        for (var i = 0; i < 3; i++)
        {
            using var answer = await AskAsync(verifier, $"{Scheme.Issuer.Url}/junk/{i}");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        }

        Assert.Equal(3, lists.Count);
        _clock.Ahead = TimeSpan.FromSeconds(61);
        await Eventually.TrueAsync(() => Task.FromResult(lists.Count == 0));
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(1, Scheme.Issuer.Hits($"/junk/{i}")));
    }

    [Fact]
    public async Task Addresses_that_gave_no_list_never_push_out_one_that_is_in_use()
    {
        await using var verifier = await StartAsync("--Status:MostLists=2");
        var lists = verifier.Services.GetRequiredService<StatusLists>();
        Assert.Equal("valid", (await verifier.VerifyAsync(Scheme.Paper())).State());
        Assert.Equal("could_not_check", (await verifier.VerifyAsync(Scheme.SdJwt())).State());
        for (var i = 0; i < 6; i++)
        {
            (await AskAsync(verifier, $"{Scheme.Issuer.Url}/junk/{i}")).Dispose();
            Assert.InRange(lists.Count, 1, 4);
        }

        Assert.NotNull(lists.Find(Scheme.PaperStatusUri));
        Assert.NotNull(lists.Find(Scheme.StatusUri));
    }

    [Fact]
    public async Task Addresses_of_strangers_are_counted_before_anybody_looks_whose_they_are()
    {
        await using var verifier = await StartAsync();
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 40; i++)
        {
            using var answer = await AskAsync(verifier, $"https://stranger.example/status/{i}");
            answers.Add(answer.StatusCode);
        }

        Assert.Equal(30, answers.Count(status => status == HttpStatusCode.NotFound));
        Assert.Equal(10, answers.Count(status => status == HttpStatusCode.TooManyRequests));
    }

    private Task<RunningVerifier> StartAsync(params string[] args) =>
        RunningVerifier.StartAsync(Scheme, args: args, clock: _clock);

    private static Task<HttpResponseMessage> AskAsync(RunningVerifier verifier, string uri) =>
        verifier.Http.GetAsync("/trust/status?uri=" + Uri.EscapeDataString(uri));
}
