using System.Collections.Concurrent;

namespace SkillsPassport.Services.Tests.Issuer.Protocol;

/// <summary>One running issuer for each engine with enough issued certificates for a class of tests.</summary>
public sealed class IssuersOfBothEngines : IAsyncLifetime
{
    private const int Certificates = 40;
    private readonly Dictionary<string, (RunningIssuer Issuer, ConcurrentQueue<string> Serials)> _issuers = [];

    public RunningIssuer this[string engine] => _issuers[engine].Issuer;

    public async Task InitializeAsync()
    {
        foreach (var engine in new[] { "sqlite", "postgresql" })
        {
            var issuer = await RunningIssuer.StartAsync(engine);
            var sheet = await issuer.IssuedAsync(SheetText.Sheet(Enumerable.Range(1, Certificates).Select(n => SheetText.Row(n))));
            await using var db = issuer.Db();
            _issuers[engine] = (issuer, new(db.Awards.Where(one => one.SheetId == sheet).Select(one => one.SerialNo).ToList()));
        }
    }

    /// <summary>A certificate that no other test uses, with a fresh claim slip.</summary>
    public async Task<Slip> SlipAsync(string engine)
    {
        Assert.True(_issuers[engine].Serials.TryDequeue(out var serial));
        return await ForeignWallet.SlipAsync(this[engine], serial!);
    }

    public async Task DisposeAsync()
    {
        foreach (var (issuer, _) in _issuers.Values)
        {
            await issuer.DisposeAsync();
        }
    }
}
