using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Hosting.Outbound;
using SkillsPassport.Hosting.Trust;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Services.Tests.Verifier.Status;

/// <summary>Something of ours breaks while a status list is fetched: whoever asked gets a verdict all the same.</summary>
public sealed class FaultTests : VerifierTests
{
    [Fact]
    public async Task A_fault_while_a_list_is_asked_for_is_could_not_check()
    {
        Verifier.Services.GetRequiredService<OutboundGate>().Dispose();
        await SaysAsync("CouldNotCheck status_unreachable");
    }

    [Fact]
    public async Task A_fault_while_a_list_is_read_is_could_not_check_and_the_next_list_heals_it()
    {
        using var second = Scheme.NewKey();
        Scheme.PublishStatus(key: second);
        Scheme.PublishNextTrustList(list => list with
        {
            Issuers = [Scheme.IssuerEntry(Scheme.Issuer.Url, [Scheme.Key(Scheme.IssuerKey), Scheme.Key(second)])],
        });
        await Eventually.TrueAsync(() => Task.FromResult(Verifier.Log.All.Contains("Trust list 2 is in force")));
        // The lists' key is gone from under the service; the certificate's own is not.
        Verifier.Services.GetRequiredService<ITrustList>().Current!.FindIssuer(Scheme.Issuer.Url)!
            .FindKey(second.Kid8)!.Key.Dispose();
        await SaysAsync("CouldNotCheck status_invalid");

        Scheme.PublishStatus();
        await Eventually.TrueAsync(async () => (await Verifier.VerifyAsync(Scheme.Paper())).State() == "valid");
    }

    private async Task SaysAsync(string check)
    {
        var report = await Verifier.VerifyAsync(Scheme.Paper());
        Assert.Equal(("could_not_check", check), (report.State(), report.Check("status")));
        Assert.Equal("yes", report.Answer("genuine"));
        Assert.Contains("System.ObjectDisposedException", Verifier.Log.All);
        Assert.DoesNotContain("Disposed", report.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }
}
