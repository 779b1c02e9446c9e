using System.Text;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Services.Tests.Verifier.Trust;

public sealed class RootRolloverTests : SchemeTests
{
    private readonly EcSigner _next = Scheme.NewKey();

    [Fact]
    public async Task With_both_roots_pinned_the_change_is_not_even_noticed()
    {
        await using var verifier = await RunningVerifier.StartAsync(Scheme, args: [Pinning(Scheme.Root, _next)]);
        Scheme.PublishTrustList(list => list with { Sequence = 2 }, _next);

        await Eventually.TrueAsync(() => Task.FromResult(verifier.Log.All.Contains("Trust list 2 is in force")));
        Assert.Equal("valid", (await verifier.VerifyAsync(Scheme.Paper())).State());
        Assert.DoesNotContain("Pin it", verifier.Log.All, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task Who_pins_the_old_root_follows_its_announcement_is_told_and_never_goes_back(string engine)
    {
        var database = await TestDatabase.NewAsync(engine);
        await using (var first = await RunningVerifier.StartAsync(Scheme, database))
        {
            Roll();
            await Eventually.TrueAsync(() => Task.FromResult(first.Log.All.Contains("Pin it")));
            Assert.Contains(_next.PublicJwk.X, first.Log.All, StringComparison.Ordinal);
            Assert.Contains(_next.PublicJwk.X, await first.Http.GetStringAsync("/C"), StringComparison.Ordinal);
        }

        // Whoever has the old key signs a list with a higher number: the old root has handed over.
        Scheme.PublishTrustList(list => list with { Sequence = 7, Issuers = [] });
        await using var second = await RunningVerifier.StartAsync(Scheme, database);
        await Eventually.TrueAsync(() => Task.FromResult(second.Log.All.Contains("handed over")));
        var report = await second.VerifyAsync(Scheme.Paper());
        Assert.Equal(("valid", 2), (report.State(), report.GetProperty("trustList").GetProperty("sequence").GetInt32()));
    }

    [Fact]
    public async Task An_announcement_that_the_pinned_root_did_not_sign_is_not_followed()
    {
        using var thief = Scheme.NewKey();
        Scheme.PublishTrustList(list => list with
        {
            Sequence = 2,
            Rollovers = [RootRollover.Sign(list.Authority, _next.PublicJwk, list.IssuedAt, thief)],
        }, _next);
        await using var verifier = await RunningVerifier.StartAsync(Scheme, waitForTrust: false);

        await Eventually.TrueAsync(() => Task.FromResult(verifier.Log.All.Contains("was refused")));
        Assert.Equal("could_not_check", (await verifier.VerifyAsync(Scheme.Paper())).State());
    }

    [Fact]
    public async Task Pinning_other_roots_forgets_no_list()
    {
        var database = await TestDatabase.NewAsync("sqlite");
        var old = Scheme.PublishTrustList(list => list with { Sequence = 2 }, _next);
        Scheme.PublishTrustList(list => list with { Sequence = 3, Issuers = [] }, _next);
        await using (await RunningVerifier.StartAsync(Scheme, database, args: [Pinning(Scheme.Root, _next)]))
        {
        }

        Scheme.Authority.Serve("/trust-list.jwt", Encoding.ASCII.GetBytes(old), Specs.TrustList.MediaType);
        await using var second = await RunningVerifier.StartAsync(Scheme, database, args: [Pinning(_next)]);
        await Eventually.TrueAsync(() => Task.FromResult(second.Log.All.Contains("older than list 3")));
        Assert.Equal("not_accredited", (await second.VerifyAsync(Scheme.Paper())).State());
    }

    private void Roll() => Scheme.PublishTrustList(list => list with
    {
        Sequence = 2,
        Rollovers = [RootRollover.Sign(list.Authority, _next.PublicJwk, list.IssuedAt, Scheme.Root)],
    }, _next);

    private static string Pinning(params EcSigner[] roots) =>
        "--Trust:RootKey=" + string.Join(',', roots.Select(root => root.PublicJwk.ToJson().ToJsonString()));
}
