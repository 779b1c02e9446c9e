using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Hosting.Trust;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Services.Tests.Verifier.Trust;

public sealed class TrustListTests : SchemeTests
{
    [Fact]
    public async Task A_withdrawal_is_seen_within_seconds()
    {
        await using var verifier = await RunningVerifier.StartAsync(Scheme);
        var paper = Scheme.Paper();
        Assert.Equal("valid", (await verifier.VerifyAsync(paper)).State());
        Scheme.PublishNextTrustList(list => list with
        {
            Issuers = [list.Issuers[0] with { WithdrawnFrom = DateTimeOffset.UnixEpoch.AddYears(50) }],
        });
        await Eventually.TrueAsync(async () =>
            (await verifier.VerifyAsync(paper)).Check("issuer") == "Failed issuer_withdrawn");
        Assert.Equal("not_accredited", (await verifier.VerifyAsync(paper)).State());
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task An_older_list_is_refused_also_after_a_restart(string engine)
    {
        var database = await TestDatabase.NewAsync(engine);
        var old = Scheme.PublishTrustList();
        Scheme.PublishNextTrustList(list => list with
        {
            Issuers = [list.Issuers[0] with { WithdrawnFrom = DateTimeOffset.UnixEpoch.AddYears(50) }],
        });
        await using (var first = await RunningVerifier.StartAsync(Scheme, database))
        {
            Assert.Equal("not_accredited", (await first.VerifyAsync(Scheme.Paper())).State());
        }

        // Somebody in the authority's place brings back the list from before the withdrawal.
        Scheme.Authority.Serve("/trust-list.jwt", Encoding.ASCII.GetBytes(old), Specs.TrustList.MediaType);
        await using var second = await RunningVerifier.StartAsync(Scheme, database);
        await Eventually.TrueAsync(() => Task.FromResult(second.Log.All.Contains("was refused")));
        var report = await second.VerifyAsync(Scheme.Paper());
        Assert.Equal(("not_accredited", 2),
            (report.State(), report.GetProperty("trustList").GetProperty("sequence").GetInt32()));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task A_first_list_that_several_take_at_once_is_logged_as_no_fault(string engine)
    {
        const int several = 8;
        var list = Encoding.ASCII.GetBytes(Scheme.PublishTrustList());
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Scheme.Authority.On("/trust-list.jwt", async context =>
        {
            if (Scheme.Authority.Hits("/trust-list.jwt") > several)
            {
                all.TrySetResult();
            }

            await all.Task;
            context.Response.ContentType = Specs.TrustList.MediaType;
            await context.Response.Body.WriteAsync(list);
        });
        await using var verifier = await RunningVerifier.StartAsync(
            Scheme, await TestDatabase.NewAsync(engine), waitForTrust: false);
        var refresh = verifier.Services.GetRequiredService<RefreshTrustList>();
        await Task.WhenAll(Enumerable.Range(0, several).Select(_ => refresh.RefreshAsync(default)));
        Assert.Contains("Trust list 1 is in force", verifier.Log.All, StringComparison.Ordinal);
        Assert.DoesNotContain("DbUpdateException", verifier.Log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_list_with_the_same_number_is_refused()
    {
        await using var verifier = await RunningVerifier.StartAsync(Scheme);
        Scheme.PublishTrustList(list => list with { Issuers = [] });
        await Eventually.TrueAsync(() => Task.FromResult(verifier.Log.All.Contains("two different lists")));
        Assert.Equal("valid", (await verifier.VerifyAsync(Scheme.Paper())).State());
    }

    [Fact]
    public async Task A_list_signed_by_anybody_else_is_never_believed()
    {
        using var stranger = Scheme.NewKey();
        Scheme.PublishTrustList(root: stranger);
        await using var verifier = await RunningVerifier.StartAsync(Scheme, waitForTrust: false);
        await Eventually.TrueAsync(() => Task.FromResult(verifier.Log.All.Contains("was refused")));
        var report = await verifier.VerifyAsync(Scheme.Paper());
        Assert.Equal(("could_not_check", "CouldNotCheck trust_list_invalid"), (report.State(), report.Check("trust_list")));
        using var ready = await verifier.Http.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
    }

    [Fact]
    public async Task Without_any_list_nothing_can_be_checked_and_nobody_is_ready()
    {
        Scheme.Authority.Off("/trust-list.jwt");
        await using var verifier = await RunningVerifier.StartAsync(Scheme, waitForTrust: false);
        var report = await verifier.VerifyAsync(Scheme.Paper());
        Assert.Equal(("could_not_check", "CouldNotCheck trust_list_missing"), (report.State(), report.Check("trust_list")));
        using var ready = await verifier.Http.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        using var live = await verifier.Http.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        using var mirror = await verifier.Http.GetAsync("/trust/list");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, mirror.StatusCode);
    }

    [Fact]
    public async Task A_stale_list_is_could_not_check_and_never_a_pass()
    {
        Scheme.PublishTrustList(list => list with
        {
            IssuedAt = list.IssuedAt.AddDays(-3), NextUpdate = list.IssuedAt.AddDays(-2),
        });
        await using var verifier = await RunningVerifier.StartAsync(Scheme, waitForTrust: false);
        await Eventually.TrueAsync(async () =>
            (await verifier.VerifyAsync(Scheme.Paper())).Check("trust_list") == "CouldNotCheck trust_list_stale");
        Assert.Equal("could_not_check", (await verifier.VerifyAsync(Scheme.Paper())).State());
        using var ready = await verifier.Http.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
    }

    [Fact]
    public async Task A_restart_without_the_authority_still_knows_the_last_list()
    {
        var database = await TestDatabase.NewAsync("sqlite");
        await using (var first = await RunningVerifier.StartAsync(Scheme, database))
        {
            Assert.Equal("valid", (await first.VerifyAsync(Scheme.Paper())).State());
        }

        Scheme.Authority.Off("/trust-list.jwt");
        await using var second = await RunningVerifier.StartAsync(Scheme, database);
        Assert.Equal("valid", (await second.VerifyAsync(Scheme.Paper())).State());
    }

    [Fact]
    public async Task An_issuer_listed_without_keys_is_found_by_its_metadata()
    {
        var jwks = IssuerMetadata.Build(Scheme.Issuer.Url, [Scheme.IssuerKey.PublicJwk]);
        Scheme.Issuer.Serve("/.well-known/jwt-vc-issuer", jwks, "application/json");
        Scheme.PublishTrustList(list => list with { Issuers = [Scheme.IssuerEntry(Scheme.Issuer.Url, [])] });
        await using var verifier = await RunningVerifier.StartAsync(Scheme);
        await Eventually.TrueAsync(async () => (await verifier.VerifyAsync(Scheme.Paper())).State() == "valid");
        using var stranger = Scheme.NewKey();
        var report = await verifier.VerifyAsync(Scheme.Paper(key: stranger));
        Assert.Equal("not_genuine", report.State());
    }

    [Theory]
    [InlineData("""{"issuer":"https://other.example","jwks":{"keys":[]}}""")]
    [InlineData("""{"issuer":"ISSUER"}""")]
    [InlineData("""{"issuer":"ISSUER","jwks_uri":"https://elsewhere.example/keys"}""")]
    [InlineData("not json")]
    public async Task Metadata_that_are_not_the_issuers_own_give_no_keys(string metadata)
    {
        var text = metadata.Replace("ISSUER", Scheme.Issuer.Url);
        Scheme.Issuer.Serve("/.well-known/jwt-vc-issuer", Encoding.UTF8.GetBytes(text), "application/json");
        Scheme.PublishTrustList(list => list with { Issuers = [Scheme.IssuerEntry(Scheme.Issuer.Url, [])] });
        await using var verifier = await RunningVerifier.StartAsync(Scheme);
        await Eventually.TrueAsync(() => Task.FromResult(verifier.Log.All.Contains("cannot be used")));
        Assert.NotEqual("yes", (await verifier.VerifyAsync(Scheme.Paper())).Answer("genuine"));
    }

    [Fact]
    public async Task The_mirror_serves_the_signed_list_byte_for_byte_with_an_ETag()
    {
        var jws = Scheme.PublishTrustList();
        await using var verifier = await RunningVerifier.StartAsync(Scheme);
        using var answer = await verifier.Http.GetAsync("/trust/list");
        Assert.Equal(jws, await answer.Content.ReadAsStringAsync());
        Assert.Equal(Specs.TrustList.MediaType, answer.Content.Headers.ContentType?.MediaType);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/trust/list");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var unchanged = await verifier.Http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task An_unchanged_list_is_asked_for_with_its_ETag()
    {
        var conditional = 0;
        var jws = Scheme.PublishTrustList();
        Scheme.Authority.On("/trust-list.jwt", async context =>
        {
            context.Response.Headers.ETag = "\"one\"";
            if (context.Request.Headers.IfNoneMatch == "\"one\"")
            {
                conditional++;
                context.Response.StatusCode = 304;
                return;
            }

            await context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(jws));
        });
        await using var verifier = await RunningVerifier.StartAsync(Scheme);
        await Eventually.TrueAsync(() => Task.FromResult(conditional > 0));
        Assert.Equal("valid", (await verifier.VerifyAsync(Scheme.Paper())).State());
    }
}
