using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;

namespace SkillsPassport.Services.Tests.Hosting.Telemetry;

/// <summary>What leaves for the collector, read as it arrives there.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task Metrics_and_traces_tell_how_the_service_is_and_nothing_about_people()
    {
        await using var collector = await LocalPeer.StartAsync();
        var received = new ConcurrentQueue<string>();
        foreach (var path in (string[])["/v1/metrics", "/v1/traces"])
        {
            collector.On(path, async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                received.Enqueue(path + Encoding.Latin1.GetString(body.ToArray()));
            });
        }

        await using var scheme = await Scheme.StartAsync();
        var paper = Base32.Encode(scheme.Paper());
        const string Secret = "SECRET-4711";
        await using (var verifier = await RunningVerifier.StartAsync(scheme, args:
            [$"--Telemetry:Endpoint={collector.Url}", "--Telemetry:Seconds=1", "--Telemetry:TraceOneIn=1"]))
        {
            await verifier.VerifyAsync(paper);
            await verifier.VerifyAsync(scheme.SdJwt());
            await verifier.VerifyAsync("rubbish");
            await verifier.Http.GetAsync($"/trust/status?uri={Secret}");
            await verifier.Http.GetAsync($"/some/{Secret}/page?name={Secret}");
            await verifier.Http.GetAsync($"/js/{Secret}/x.mjs");
            await verifier.Http.PostAsJsonAsync("/api/lookup", new { code = Secret });
            await verifier.Http.PostAsJsonAsync("/api/shares", new { link = $"https://v/S#wallet/shares/{Secret}aaaaaaaaaaaaaaaa" });
            using var odd = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "User-Agent", Secret }, { "Cookie", $"a={Secret}" } } };
            odd.Headers.Add("tracestate", "vendor=" + Secret);
            odd.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            odd.Headers.Add("baggage", "name=" + Secret);
            await verifier.Http.SendAsync(odd);
            await Eventually.TrueAsync(() => Task.FromResult(received.Any(one => one.Contains("skills_passport.verdicts"))
                && received.Any(one => one.StartsWith("/v1/traces", StringComparison.Ordinal) && one.Contains("POST /api/verify"))));
        }

        var all = string.Concat(received);
        foreach (var told in (string[])["skills-passport-verifier", "not_genuine", "format_unreadable", "paper-cwt", "dc+sd-jwt",
            "skills_passport.trust_list.sequence", "skills_passport.trust_list.age", "skills_passport.status_lists.held",
            "skills_passport.outbound", "http.server.request.duration", "/api/lookup"])
        {
            Assert.Contains(told, all);
        }

        foreach (var hidden in (string[])[Secret, paper[40..80], "RAFIQUL", "900101", "127.0.0.1", "url.query", "url.path",
            "user_agent", "client.address", scheme.Issuer.Url])
        {
            Assert.DoesNotContain(hidden, all);
        }

        // The beginning of a token; three of its letters alone may stand in what is packed by chance.
        Assert.DoesNotMatch("eyJ[A-Za-z0-9_-]{5}", all);
    }

    [Fact]
    public async Task Nothing_is_sent_while_no_endpoint_is_named()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var verifier = await RunningVerifier.StartAsync(scheme);
        await verifier.VerifyAsync("rubbish");
        Assert.Equal(0, scheme.Wallet.AllHits);
        Assert.Equal(scheme.Authority.AllHits, scheme.Authority.Hits("/trust-list.jwt"));
    }

    [Fact]
    public async Task Health_says_what_is_wrong_in_plain_words()
    {
        await using var scheme = await Scheme.StartAsync();
        await using (var verifier = await RunningVerifier.StartAsync(scheme))
        {
            var live = await verifier.Http.GetFromJsonAsync<JsonElement>("/health/live");
            Assert.Equal("live", live.GetProperty("status").GetString());
            var ready = await verifier.Http.GetFromJsonAsync<JsonElement>("/health/ready");
            Assert.Equal("ready", ready.GetProperty("status").GetString());
            Assert.Superset(new HashSet<string> { "database", "keys", "trust-list", "clock" },
                ready.GetProperty("checks").EnumerateObject().Select(check => check.Name).ToHashSet());
            Assert.All(ready.GetProperty("checks").EnumerateObject(), check => Assert.True(check.Value.GetProperty("ok").GetBoolean(), check.Name));
        }

        await using var behind = await RunningVerifier.StartAsync(scheme, waitForTrust: false, clock: new SlowClock());
        await Eventually.TrueAsync(async () =>
        {
            using var answer = await behind.Http.GetAsync("/health/ready");
            var text = await answer.Content.ReadAsStringAsync();
            return (int)answer.StatusCode == 503 && text.Contains("clock is behind the trust list", StringComparison.Ordinal)
                && !text.Contains('/', StringComparison.Ordinal);
        });
    }

    /// <summary>A machine whose battery is empty.</summary>
    private sealed class SlowClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddDays(-1);
    }
}
