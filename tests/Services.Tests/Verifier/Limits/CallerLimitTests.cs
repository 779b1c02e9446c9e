using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Services.Tests.Verifier.Limits;

/// <summary>How much one caller may have; the proxy in front is this test, so that callers can have addresses.</summary>
public sealed class CallerLimitTests : IAsyncLifetime
{
    private const string Item = "{\"credential\":\"a\"}";
    private readonly MovableClock _clock = new();
    private Scheme _scheme = null!;
    private RunningVerifier _verifier = null!;

    public async Task InitializeAsync()
    {
        _scheme = await Scheme.StartAsync();
        _verifier = await StartAsync("--Proxy:Known=127.0.0.1, ::1");
    }

    public async Task DisposeAsync()
    {
        await _verifier.DisposeAsync();
        await _scheme.DisposeAsync();
    }

    [Fact]
    public async Task A_minutes_worth_may_come_at_once_and_then_one_by_one()
    {
        for (var i = 0; i < 6; i++)
        {
            using var good = await VerifyAsync("203.0.113.1");
            Assert.Equal(HttpStatusCode.OK, good.StatusCode);
            Assert.Equal("\"verify\";q=6;w=60", Header(good, "RateLimit-Policy"));
            Assert.Equal($"\"verify\";r={5 - i};t={(i + 1) * 10}", Header(good, "RateLimit"));
        }

        using var refused = await VerifyAsync("203.0.113.1");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(10), refused.Headers.RetryAfter?.Delta);
        Assert.Equal("\"verify\";r=0;t=60", Header(refused, "RateLimit"));
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        Assert.Equal("too_many_requests", await CodeAsync(refused));

        using var neighbour = await VerifyAsync("203.0.113.2");
        Assert.Equal(HttpStatusCode.OK, neighbour.StatusCode);

        _clock.Forward(TimeSpan.FromSeconds(10));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.TooManyRequests],
            [(await VerifyAsync("203.0.113.1")).StatusCode, (await VerifyAsync("203.0.113.1")).StatusCode]);
    }

    [Fact]
    public async Task A_batch_costs_as_much_as_its_items_and_what_it_owes_is_waited_for()
    {
        using var batch = await BatchAsync("203.0.113.3", 20);
        Assert.Equal(20, (await batch.Content.ReadAsStringAsync()).Count(letter => letter == '\n'));

        using var refused = await BatchAsync("203.0.113.3", 1);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        // 21 spent of 6 a minute: 150 seconds of debt, and ten more for the next.
        Assert.Equal(TimeSpan.FromSeconds(160), refused.Headers.RetryAfter?.Delta);
        _clock.Forward(TimeSpan.FromSeconds(160));
        Assert.Equal(HttpStatusCode.OK, (await VerifyAsync("203.0.113.3")).StatusCode);
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::7", 429)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", 200)]
    [InlineData("::ffff:198.51.100.1", "198.51.100.1", 429)]
    [InlineData("198.51.100.1", "198.51.100.2", 200)]
    public async Task One_subscriber_has_one_bucket_however_the_address_is_written(string first, string second, int status)
    {
        await BatchAsync(first, 6);
        Assert.Equal(status, (int)(await VerifyAsync(second)).StatusCode);
    }

    [Fact]
    public async Task Whoever_is_no_known_proxy_cannot_choose_an_address()
    {
        await using var verifier = await StartAsync();
        for (var i = 0; i < 6; i++)
        {
            await VerifyAsync($"203.0.113.{i}", verifier);
        }

        using var refused = await VerifyAsync("203.0.113.99", verifier);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
    }

    [Fact]
    public async Task Only_the_last_hop_is_believed()
    {
        await BatchAsync("203.0.113.7", 10);
        using var refused = await VerifyAsync("198.51.100.77, 203.0.113.7");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
    }

    [Fact]
    public async Task One_caller_has_only_so_many_batches_open()
    {
        var open = new List<RawRequest>();
        for (var i = 0; i < 2; i++)
        {
            var batch = await RawRequest.PostAsync(_verifier.Http.BaseAddress!, "/api/verify/batch", "application/x-ndjson",
                "X-Forwarded-For: 203.0.113.8\r\n");
            await batch.SendAsync(Item + "\n");
            await batch.ReadUntilAsync("\"line\":1");
            open.Add(batch);
        }

        using var third = await BatchAsync("203.0.113.8", 1);
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(1)), (third.StatusCode, third.Headers.RetryAfter?.Delta));
        Assert.Equal(HttpStatusCode.OK, (await BatchAsync("203.0.113.9", 1)).StatusCode);
        using var everybody = await BatchAsync("203.0.113.10", 1);
        Assert.Equal(HttpStatusCode.OK, everybody.StatusCode);
        foreach (var one in open)
        {
            await one.DisposeAsync();
        }

        await Eventually.TrueAsync(async () =>
        {
            _clock.Forward(TimeSpan.FromMinutes(1));
            return (await BatchAsync("203.0.113.8", 1)).IsSuccessStatusCode;
        });
    }

    [Fact]
    public async Task Callers_on_the_developers_own_machine_are_not_counted()
    {
        await using var verifier = await RunningVerifier.StartAsync(_scheme, args: ["--Limits:VerifyPerMinute=1"]);
        for (var i = 0; i < 5; i++)
        {
            using var answer = await verifier.Http.PostAsync("/api/verify", Json(Item));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.False(answer.Headers.Contains("RateLimit"));
        }
    }

    private Task<RunningVerifier> StartAsync(params string[] args) => RunningVerifier.StartAsync(_scheme, clock: _clock,
        args: ["--Limits:VerifyPerMinute=6", "--Limits:CountThisMachine=true", "--Limits:BatchesAtOnce=2", .. args]);

    private async Task<HttpResponseMessage> VerifyAsync(string from, RunningVerifier? verifier = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/verify") { Content = Json(Item) };
        request.Headers.Add("X-Forwarded-For", from);
        return await (verifier ?? _verifier).Http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> BatchAsync(string from, int items)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/verify/batch")
        {
            Content = Json(string.Concat(Enumerable.Repeat(Item + "\n", items)), "application/x-ndjson"),
        };
        request.Headers.Add("X-Forwarded-For", from);
        return await _verifier.Http.SendAsync(request);
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();

    private static ByteArrayContent Json(string body, string type = "application/json") => new(Encoding.UTF8.GetBytes(body))
    {
        Headers = { ContentType = new MediaTypeHeaderValue(type) },
    };
}

/// <summary>The system's clock, and a stopwatch that a test moves forward.</summary>
public sealed class MovableClock : TimeProvider
{
    private long _moved = TimeSpan.TicksPerHour;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _moved);

    public void Forward(TimeSpan time) => Interlocked.Add(ref _moved, time.Ticks);
}
