using System.Text;
using SkillsPassport.Credentials;
using SkillsPassport.Hosting.Trust;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;
using Microsoft.Extensions.DependencyInjection;

namespace SkillsPassport.Services.Tests.Wallet.Trust;

public sealed class RollbackTests
{
    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task A_wallet_remembers_the_newest_trust_list_beyond_a_restart(string engine)
    {
        await using var scheme = await Scheme.StartAsync();
        var old = scheme.PublishTrustList();
        scheme.PublishNextTrustList();
        await using var first = await RunningWallet.StartAsync(scheme, engine);
        await Eventually.TrueAsync(() => Task.FromResult(Sequence(first) == 2));

        // Somebody in the authority's place brings back the older list.
        scheme.Authority.Serve("/trust-list.jwt", Encoding.ASCII.GetBytes(old), Specs.TrustList.MediaType);
        await using var second = await RunningWallet.StartAsync(scheme, engine, sameDatabaseAs: first);
        await Eventually.TrueAsync(() => Task.FromResult(second.Log.All.Contains("List 1 is older than list 2")));
        Assert.Equal(2, Sequence(second));
    }

    private static long? Sequence(RunningWallet wallet) =>
        wallet.Services.GetRequiredService<ITrustList>().List?.Sequence;
}
