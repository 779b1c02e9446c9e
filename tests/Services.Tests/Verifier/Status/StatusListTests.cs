using System.Net;
using Microsoft.AspNetCore.Http;
using SkillsPassport.Credentials;
using SkillsPassport.Hosting.Status;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Services.Tests.Verifier.Status;

public sealed class StatusListTests() : VerifierTests("--Status:UnconfirmedSeconds=3")
{
    private const string PaperPath = "/status/1.cwt";

    [Theory]
    [InlineData(1, "revoked", "Failed status_revoked")]
    [InlineData(2, "suspended", "Failed status_suspended")]
    [InlineData(3, "replaced", "Failed status_replaced")]
    public async Task A_change_of_status_is_seen_within_five_seconds(byte value, string state, string check)
    {
        var paper = Scheme.Paper(7);
        Assert.Equal("valid", (await Verifier.VerifyAsync(paper)).State());
        Scheme.Statuses[7] = value;
        Scheme.PublishStatus();
        var hits = Scheme.Issuer.Hits(PaperPath);
        await Eventually.TrueAsync(() => Task.FromResult(Scheme.Issuer.Hits(PaperPath) >= hits + 2));
        // One round was enough; and what is set when nothing is set makes a round come within five seconds.
        var report = await Verifier.VerifyAsync(paper);
        Assert.Equal((state, check), (report.State(), report.Check("status")));
        Assert.InRange(new StatusOptions().PollSeconds, 1, 4);
        Assert.Equal("valid", (await Verifier.VerifyAsync(Scheme.Paper(9))).State());
    }

    [Fact]
    public async Task However_many_ask_at_once_the_list_is_fetched_once()
    {
        var release = new TaskCompletionSource();
        var bytes = Scheme.StatusCwt(Scheme.PaperStatusUri);
        Scheme.Issuer.On(PaperPath, async context =>
        {
            await release.Task;
            await context.Response.Body.WriteAsync(bytes);
        });
        var papers = Enumerable.Range(0, 20).Select(_ => Verifier.VerifyAsync(Scheme.Paper())).ToList();
        await Eventually.TrueAsync(() => Task.FromResult(Scheme.Issuer.Hits(PaperPath) > 0));
        await Task.Delay(300);
        Assert.Equal(1, Scheme.Issuer.Hits(PaperPath));
        release.SetResult();
        Assert.All(await Task.WhenAll(papers), report => Assert.Equal("valid", report.State()));
    }

    [Fact]
    public async Task An_unreachable_list_is_could_not_check_and_not_asked_for_again_and_again()
    {
        Scheme.Issuer.Off(PaperPath);
        for (var i = 0; i < 10; i++)
        {
            var report = await Verifier.VerifyAsync(Scheme.Paper());
            Assert.Equal(("could_not_check", "CouldNotCheck status_unreachable"), (report.State(), report.Check("status")));
            Assert.Equal("yes", report.Answer("genuine"));
        }

        Assert.InRange(Scheme.Issuer.Hits(PaperPath), 1, 9);
    }

    [Fact]
    public async Task A_list_that_has_expired_is_stale()
    {
        Scheme.PublishStatus(issuedAt: DateTimeOffset.UtcNow.AddDays(-2), life: TimeSpan.FromHours(24));
        var report = await Verifier.VerifyAsync(Scheme.Paper());
        Assert.Equal(("could_not_check", "CouldNotCheck status_stale"), (report.State(), report.Check("status")));
    }

    [Fact]
    public async Task Another_list_of_the_same_issuer_at_this_address_is_refused()
    {
        var other = Scheme.StatusCwt($"{Scheme.Issuer.Url}/status/2.cwt");
        Scheme.Issuer.Serve(PaperPath, other, Specs.TokenStatusList.CwtMediaType);
        var report = await Verifier.VerifyAsync(Scheme.Paper());
        Assert.Equal(("could_not_check", "CouldNotCheck status_invalid"), (report.State(), report.Check("status")));
    }

    [Fact]
    public async Task A_list_signed_by_another_key_is_refused()
    {
        using var stranger = Scheme.NewKey();
        Scheme.PublishStatus(key: stranger);
        Assert.Equal("CouldNotCheck status_invalid", (await Verifier.VerifyAsync(Scheme.Paper())).Check("status"));
    }

    [Fact]
    public async Task An_older_list_does_not_hide_a_revocation()
    {
        var before = Scheme.StatusCwt(Scheme.PaperStatusUri, DateTimeOffset.UtcNow.AddHours(-1));
        Scheme.Statuses[7] = 1;
        Scheme.PublishStatus();
        Assert.Equal("revoked", (await Verifier.VerifyAsync(Scheme.Paper(7))).State());
        Scheme.Issuer.Serve(PaperPath, before, Specs.TokenStatusList.CwtMediaType);
        for (var i = 0; i < 6; i++)
        {
            Assert.NotEqual("valid", (await Verifier.VerifyAsync(Scheme.Paper(7))).State());
            await Task.Delay(1000);
        }
    }

    [Fact]
    public async Task An_index_beyond_the_list_is_could_not_check()
    {
        var report = await Verifier.VerifyAsync(Scheme.Paper(1 << 17));
        Assert.Equal(("could_not_check", "CouldNotCheck status_out_of_range"), (report.State(), report.Check("status")));
    }

    [Fact]
    public async Task A_list_larger_than_a_mebibyte_and_a_redirect_are_not_followed()
    {
        Scheme.Issuer.Serve(PaperPath, new byte[1024 * 1024 + 1], Specs.TokenStatusList.CwtMediaType);
        Assert.Equal("CouldNotCheck status_unreachable", (await Verifier.VerifyAsync(Scheme.Paper())).Check("status"));
        Scheme.Issuer.Serve("/elsewhere", Scheme.StatusCwt(Scheme.StatusUri), Specs.TokenStatusList.JwtMediaType);
        Scheme.Issuer.On("/status/1", context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        Assert.Equal("CouldNotCheck status_unreachable", (await Verifier.VerifyAsync(Scheme.SdJwt())).Check("status"));
        Assert.Equal(0, Scheme.Issuer.Hits("/elsewhere"));
    }

    [Fact]
    public async Task Nothing_is_fetched_for_a_forgery_or_for_a_stranger()
    {
        var forged = Scheme.Paper();
        forged[^1] ^= 1;
        await Verifier.VerifyAsync(forged);
        using var stranger = Scheme.NewKey();
        await Verifier.VerifyAsync(Scheme.Paper(key: stranger));
        await Verifier.VerifyAsync(Scheme.SdJwt(key: stranger));
        await using var elsewhere = await LocalPeer.StartAsync();
        await Verifier.VerifyAsync(Scheme.Paper(
            key: stranger, issuer: elsewhere.Url, statusUri: elsewhere.Url + "/status/1.cwt"));
        Assert.Equal((0, 0), (Scheme.Issuer.AllHits, elsewhere.AllHits));
    }

    [Fact]
    public async Task The_mirror_serves_the_issuers_bytes_and_nothing_of_strangers()
    {
        using var served = await Verifier.Http.GetAsync(Mirror(Scheme.PaperStatusUri));
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        Assert.Equal(Specs.TokenStatusList.CwtMediaType, served.Content.Headers.ContentType?.MediaType);
        using var original = await new HttpClient().GetAsync(Scheme.PaperStatusUri);
        Assert.Equal(await original.Content.ReadAsByteArrayAsync(), await served.Content.ReadAsByteArrayAsync());
        using var again = new HttpRequestMessage(HttpMethod.Get, Mirror(Scheme.PaperStatusUri));
        again.Headers.IfNoneMatch.Add(served.Headers.ETag!);
        using var unchanged = await Verifier.Http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://[::1]:ISSUERPORT/status/1")]
    [InlineData("http://127.0.0.1:ISSUERPORT/status/1")]
    [InlineData("http://2130706433:ISSUERPORT/status/1")]
    [InlineData("http://localhost:ISSUERPORT@evil.example/status/1")]
    [InlineData("http://user@localhost:ISSUERPORT/status/1")]
    [InlineData("http://localhost:ISSUERPORT.evil.example/status/1")]
    [InlineData("https://localhost:ISSUERPORT/status/1")]
    [InlineData("http://localhost/status/1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//localhost:ISSUERPORT/status/1")]
    public async Task The_mirror_goes_to_no_address_that_is_not_a_listed_issuers(string uri)
    {
        var port = new Uri(Scheme.Issuer.Url).Port.ToString();
        using var answer = await Verifier.Http.GetAsync(Mirror(uri.Replace("ISSUERPORT", port)));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(0, Scheme.Issuer.AllHits);
    }

    [Fact]
    public async Task The_mirror_limits_how_many_unknown_lists_one_address_can_make_it_fetch()
    {
        var limited = 0;
        for (var i = 0; i < 40; i++)
        {
            using var answer = await Verifier.Http.GetAsync(Mirror($"{Scheme.Issuer.Url}/status/{1000 + i}"));
            limited += answer.StatusCode == HttpStatusCode.TooManyRequests ? 1 : 0;
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
            }
        }

        Assert.Equal(10, limited);
        // A list in memory costs nothing and stays to be had.
        await Verifier.VerifyAsync(Scheme.Paper());
        using var known = await Verifier.Http.GetAsync(Mirror(Scheme.PaperStatusUri));
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
    }

    private static string Mirror(string uri) => "/trust/status?uri=" + Uri.EscapeDataString(uri);
}
