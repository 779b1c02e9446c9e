using System.Net;
using Microsoft.AspNetCore.Http;
using SkillsPassport.Credentials;
using SkillsPassport.Hosting.Status;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Services.Tests.Verifier.Status;

public sealed class StatusListTests : IAsyncLifetime
{
    private const string PaperPath = "/status/1.cwt";
    private Scheme _scheme = null!;
    private RunningVerifier _verifier = null!;

    public async Task InitializeAsync()
    {
        _scheme = await Scheme.StartAsync();
        _verifier = await RunningVerifier.StartAsync(_scheme, args: ["--Status:UnconfirmedSeconds=3"]);
    }

    public async Task DisposeAsync()
    {
        await _verifier.DisposeAsync();
        await _scheme.DisposeAsync();
    }

    [Theory]
    [InlineData(1, "revoked", "Failed status_revoked")]
    [InlineData(2, "suspended", "Failed status_suspended")]
    [InlineData(3, "replaced", "Failed status_replaced")]
    public async Task A_change_of_status_is_seen_within_five_seconds(byte value, string state, string check)
    {
        var paper = _scheme.Paper(7);
        Assert.Equal("valid", (await _verifier.VerifyAsync(paper)).State());
        _scheme.Statuses[7] = value;
        _scheme.PublishStatus();
        var hits = _scheme.Issuer.Hits(PaperPath);
        await Eventually.TrueAsync(() => Task.FromResult(_scheme.Issuer.Hits(PaperPath) >= hits + 2));
        // One round was enough; and what is set when nothing is set makes a round come within five seconds.
        var report = await _verifier.VerifyAsync(paper);
        Assert.Equal((state, check), (report.State(), report.Check("status")));
        Assert.InRange(new StatusOptions().PollSeconds, 1, 4);
        Assert.Equal("valid", (await _verifier.VerifyAsync(_scheme.Paper(9))).State());
    }

    [Fact]
    public async Task However_many_ask_at_once_the_list_is_fetched_once()
    {
        var release = new TaskCompletionSource();
        var bytes = _scheme.StatusCwt(_scheme.PaperStatusUri);
        _scheme.Issuer.On(PaperPath, async context =>
        {
            await release.Task;
            await context.Response.Body.WriteAsync(bytes);
        });
        var papers = Enumerable.Range(0, 20).Select(_ => _verifier.VerifyAsync(_scheme.Paper())).ToList();
        await Eventually.TrueAsync(() => Task.FromResult(_scheme.Issuer.Hits(PaperPath) > 0));
        await Task.Delay(300);
        Assert.Equal(1, _scheme.Issuer.Hits(PaperPath));
        release.SetResult();
        Assert.All(await Task.WhenAll(papers), report => Assert.Equal("valid", report.State()));
    }

    [Fact]
    public async Task An_unreachable_list_is_could_not_check_and_not_asked_for_again_and_again()
    {
        _scheme.Issuer.Off(PaperPath);
        for (var i = 0; i < 10; i++)
        {
            var report = await _verifier.VerifyAsync(_scheme.Paper());
            Assert.Equal(("could_not_check", "CouldNotCheck status_unreachable"), (report.State(), report.Check("status")));
            Assert.Equal("yes", report.Answer("genuine"));
        }

        Assert.InRange(_scheme.Issuer.Hits(PaperPath), 1, 9);
    }

    [Fact]
    public async Task A_list_that_has_expired_is_stale()
    {
        _scheme.PublishStatus(issuedAt: DateTimeOffset.UtcNow.AddDays(-2), life: TimeSpan.FromHours(24));
        var report = await _verifier.VerifyAsync(_scheme.Paper());
        Assert.Equal(("could_not_check", "CouldNotCheck status_stale"), (report.State(), report.Check("status")));
    }

    [Fact]
    public async Task Another_list_of_the_same_issuer_at_this_address_is_refused()
    {
        var other = _scheme.StatusCwt($"{_scheme.Issuer.Url}/status/2.cwt");
        _scheme.Issuer.Serve(PaperPath, other, Specs.TokenStatusList.CwtMediaType);
        var report = await _verifier.VerifyAsync(_scheme.Paper());
        Assert.Equal(("could_not_check", "CouldNotCheck status_invalid"), (report.State(), report.Check("status")));
    }

    [Fact]
    public async Task A_list_signed_by_another_key_is_refused()
    {
        using var stranger = Scheme.NewKey();
        _scheme.PublishStatus(key: stranger);
        Assert.Equal("CouldNotCheck status_invalid", (await _verifier.VerifyAsync(_scheme.Paper())).Check("status"));
    }

    [Fact]
    public async Task An_older_list_does_not_hide_a_revocation()
    {
        var before = _scheme.StatusCwt(_scheme.PaperStatusUri, DateTimeOffset.UtcNow.AddHours(-1));
        _scheme.Statuses[7] = 1;
        _scheme.PublishStatus();
        Assert.Equal("revoked", (await _verifier.VerifyAsync(_scheme.Paper(7))).State());
        _scheme.Issuer.Serve(PaperPath, before, Specs.TokenStatusList.CwtMediaType);
        for (var i = 0; i < 6; i++)
        {
            Assert.NotEqual("valid", (await _verifier.VerifyAsync(_scheme.Paper(7))).State());
            await Task.Delay(1000);
        }
    }

    [Fact]
    public async Task An_index_beyond_the_list_is_could_not_check()
    {
        var report = await _verifier.VerifyAsync(_scheme.Paper(1 << 17));
        Assert.Equal(("could_not_check", "CouldNotCheck status_out_of_range"), (report.State(), report.Check("status")));
    }

    [Fact]
    public async Task A_list_larger_than_a_mebibyte_and_a_redirect_are_not_followed()
    {
        _scheme.Issuer.Serve(PaperPath, new byte[1024 * 1024 + 1], Specs.TokenStatusList.CwtMediaType);
        Assert.Equal("CouldNotCheck status_unreachable", (await _verifier.VerifyAsync(_scheme.Paper())).Check("status"));
        _scheme.Issuer.Serve("/elsewhere", _scheme.StatusCwt(_scheme.StatusUri), Specs.TokenStatusList.JwtMediaType);
        _scheme.Issuer.On("/status/1", context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        Assert.Equal("CouldNotCheck status_unreachable", (await _verifier.VerifyAsync(_scheme.SdJwt())).Check("status"));
        Assert.Equal(0, _scheme.Issuer.Hits("/elsewhere"));
    }

    [Fact]
    public async Task Nothing_is_fetched_for_a_forgery_or_for_a_stranger()
    {
        var forged = _scheme.Paper();
        forged[^1] ^= 1;
        await _verifier.VerifyAsync(forged);
        using var stranger = Scheme.NewKey();
        await _verifier.VerifyAsync(_scheme.Paper(key: stranger));
        await _verifier.VerifyAsync(_scheme.SdJwt(key: stranger));
        await using var elsewhere = await LocalPeer.StartAsync();
        await _verifier.VerifyAsync(_scheme.Paper(
            key: stranger, issuer: elsewhere.Url, statusUri: elsewhere.Url + "/status/1.cwt"));
        Assert.Equal((0, 0), (_scheme.Issuer.AllHits, elsewhere.AllHits));
    }

    [Fact]
    public async Task The_mirror_serves_the_issuers_bytes_and_nothing_of_strangers()
    {
        using var served = await _verifier.Http.GetAsync(Mirror(_scheme.PaperStatusUri));
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        Assert.Equal(Specs.TokenStatusList.CwtMediaType, served.Content.Headers.ContentType?.MediaType);
        using var original = await new HttpClient().GetAsync(_scheme.PaperStatusUri);
        Assert.Equal(await original.Content.ReadAsByteArrayAsync(), await served.Content.ReadAsByteArrayAsync());
        using var again = new HttpRequestMessage(HttpMethod.Get, Mirror(_scheme.PaperStatusUri));
        again.Headers.IfNoneMatch.Add(served.Headers.ETag!);
        using var unchanged = await _verifier.Http.SendAsync(again);
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
        var port = new Uri(_scheme.Issuer.Url).Port.ToString();
        using var answer = await _verifier.Http.GetAsync(Mirror(uri.Replace("ISSUERPORT", port)));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(0, _scheme.Issuer.AllHits);
    }

    [Fact]
    public async Task The_mirror_limits_how_many_unknown_lists_one_address_can_make_it_fetch()
    {
        var limited = 0;
        for (var i = 0; i < 40; i++)
        {
            using var answer = await _verifier.Http.GetAsync(Mirror($"{_scheme.Issuer.Url}/status/{1000 + i}"));
            limited += answer.StatusCode == HttpStatusCode.TooManyRequests ? 1 : 0;
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
            }
        }

        Assert.Equal(10, limited);
        // A list in memory costs nothing and stays to be had.
        await _verifier.VerifyAsync(_scheme.Paper());
        using var known = await _verifier.Http.GetAsync(Mirror(_scheme.PaperStatusUri));
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
    }

    private static string Mirror(string uri) => "/trust/status?uri=" + Uri.EscapeDataString(uri);
}
