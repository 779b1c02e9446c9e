using System.Text;
using System.Text.Json;
using SkillsPassport.Credentials;
using SkillsPassport.Hosting.Trust;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Services.Tests.Verifier.Status;

/// <summary>Issuer and authority out of reach: last words, mirrors, and when they end.</summary>
public sealed class SilentIssuerTests : IAsyncLifetime
{
    private const string PaperPath = "/status/1.cwt";

    private readonly ShiftedClock _clock = new();
    private Scheme _scheme = null!;
    private LocalPeer _mirror = null!;

    public async Task InitializeAsync() =>
        (_scheme, _mirror) = (await Scheme.StartAsync(), await LocalPeer.StartAsync());

    public async Task DisposeAsync()
    {
        await _scheme.DisposeAsync();
        await _mirror.DisposeAsync();
    }

    [Fact]
    public async Task The_last_word_of_an_issuer_that_falls_silent_counts_until_it_ends_and_says_as_of_when()
    {
        await using var verifier = await StartAsync("--Status:UnconfirmedSeconds=2");
        var before = await verifier.VerifyAsync(_scheme.Paper());
        _scheme.PublishTrustList(list => list with { Sequence = 2, NextUpdate = list.NextUpdate.AddDays(9) });
        await verifier.Log.UntilAsync("Trust list 2 is in force");
        _scheme.Issuer.Off(PaperPath);
        _clock.Ahead = TimeSpan.FromHours(3);

        var later = await verifier.VerifyAsync(_scheme.Paper());
        Assert.Equal(("valid", AsOf(before)), (later.State(), AsOf(later)));
        _clock.Ahead = TimeSpan.FromHours(24) + TimeSpan.FromMinutes(2);
        await Eventually.TrueAsync(async () => (await verifier.VerifyAsync(_scheme.Paper())).Check("status")
            .StartsWith("CouldNotCheck", StringComparison.Ordinal));
        Assert.Equal("could_not_check", (await verifier.VerifyAsync(_scheme.Paper())).State());
    }

    [Fact]
    public async Task However_lazily_it_polls_a_revocation_is_seen_once_the_ttl_has_passed()
    {
        await using var verifier = await StartAsync("--Status:PollSeconds=3600", "--Status:UnconfirmedSeconds=86400");
        Assert.Equal("valid", (await verifier.VerifyAsync(_scheme.Paper())).State());
        _scheme.Statuses[7] = 1;
        _clock.Ahead = TimeSpan.FromMinutes(1);
        _scheme.PublishStatus(_clock.GetUtcNow());
        Assert.Equal("valid", (await verifier.VerifyAsync(_scheme.Paper())).State());

        _clock.Ahead = TimeSpan.FromMinutes(61);
        Assert.Equal("revoked", (await verifier.VerifyAsync(_scheme.Paper())).State());
    }

    [Fact]
    public async Task With_authority_and_issuer_down_a_mirror_is_enough_and_the_answer_says_as_of_when()
    {
        await MirrorAsync();
        _scheme.Authority.Off("/trust-list.jwt");
        _scheme.Issuer.Off(PaperPath);
        await using var verifier = await StartAsync("--Trust:Mirror=" + _mirror.Url);

        var report = await verifier.VerifyAsync(_scheme.Paper());
        Assert.Equal("valid", report.State());
        Assert.NotNull(AsOf(report));
        using var served = await verifier.Http.GetAsync(
            "/trust/status?uri=" + Uri.EscapeDataString(_scheme.PaperStatusUri));
        Assert.True(served.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_mirror_adds_no_trust_and_never_overrules_the_issuer()
    {
        _scheme.Statuses[7] = 1;
        await MirrorAsync(forged: true);
        await using (var verifier = await StartAsync("--Trust:Mirror=" + _mirror.Url))
        {
            _scheme.Issuer.Off(PaperPath);
            Assert.Equal("CouldNotCheck status_unreachable",
                (await verifier.VerifyAsync(_scheme.Paper())).Check("status"));
        }

        // An older list on the mirror, from before the revocation.
        _scheme.Statuses[7] = 0;
        _scheme.PublishStatus(DateTimeOffset.UtcNow.AddHours(-1));
        await MirrorAsync();
        _scheme.Statuses[7] = 1;
        _scheme.PublishStatus();
        await using var second = await StartAsync("--Trust:Mirror=" + _mirror.Url, "--Status:UnconfirmedSeconds=2");
        Assert.Equal("revoked", (await second.VerifyAsync(_scheme.Paper())).State());
        _scheme.Issuer.Off(PaperPath);
        for (var i = 0; i < 5; i++)
        {
            await Task.Delay(1000);
            Assert.NotEqual("valid", (await second.VerifyAsync(_scheme.Paper())).State());
        }
    }

    private Task<RunningVerifier> StartAsync(params string[] args) =>
        RunningVerifier.StartAsync(_scheme, args: args, clock: _clock);

    private static string? AsOf(JsonElement report) => report.GetProperty("status").GetProperty("asOf").GetString();

    private async Task MirrorAsync(bool forged = false)
    {
        using var http = new HttpClient();
        using var stranger = Scheme.NewKey();
        var status = forged ? _scheme.StatusCwt(_scheme.PaperStatusUri, key: stranger)
            : await http.GetByteArrayAsync(_scheme.PaperStatusUri);
        _mirror.Serve("/" + MirrorPaths.StatusList(_scheme.PaperStatusUri), status, "application/octet-stream");
        var list = await http.GetStringAsync(_scheme.Authority.Url + "/trust-list.jwt");
        _mirror.Serve("/" + MirrorPaths.TrustList, Encoding.ASCII.GetBytes(list), Specs.TrustList.MediaType);
    }
}
