using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Hosting.Outbound;
using SkillsPassport.Hosting.Trust;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Services.Tests.Verifier.Status;

/// <summary>Something of ours breaks while a status list is fetched: whoever asked gets a verdict all the same.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private Scheme _scheme = null!;
    private RunningVerifier _verifier = null!;

    public async Task InitializeAsync()
    {
        _scheme = await Scheme.StartAsync();
        _verifier = await RunningVerifier.StartAsync(_scheme);
    }

    public async Task DisposeAsync()
    {
        await _verifier.DisposeAsync();
        await _scheme.DisposeAsync();
    }

    [Fact]
    public async Task A_fault_while_a_list_is_asked_for_is_could_not_check()
    {
        _verifier.Services.GetRequiredService<OutboundGate>().Dispose();
        await SaysAsync("CouldNotCheck status_unreachable");
    }

    [Fact]
    public async Task A_fault_while_a_list_is_read_is_could_not_check_and_the_next_list_heals_it()
    {
        using var second = Scheme.NewKey();
        _scheme.PublishStatus(key: second);
        _scheme.PublishNextTrustList(list => list with
        {
            Issuers = [Scheme.IssuerEntry(_scheme.Issuer.Url, [Scheme.Key(_scheme.IssuerKey), Scheme.Key(second)])],
        });
        await Eventually.TrueAsync(() => Task.FromResult(_verifier.Log.All.Contains("Trust list 2 is in force")));
        // The lists' key is gone from under the service; the certificate's own is not.
        _verifier.Services.GetRequiredService<ITrustList>().Current!.FindIssuer(_scheme.Issuer.Url)!
            .FindKey(second.Kid8)!.Key.Dispose();
        await SaysAsync("CouldNotCheck status_invalid");

        _scheme.PublishStatus();
        await Eventually.TrueAsync(async () => (await _verifier.VerifyAsync(_scheme.Paper())).State() == "valid");
    }

    private async Task SaysAsync(string check)
    {
        var report = await _verifier.VerifyAsync(_scheme.Paper());
        Assert.Equal(("could_not_check", check), (report.State(), report.Check("status")));
        Assert.Equal("yes", report.Answer("genuine"));
        Assert.Contains("System.ObjectDisposedException", _verifier.Log.All);
        Assert.DoesNotContain("Disposed", report.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }
}
