using System.Net;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Services.Tests.Peers;

namespace SkillsPassport.Services.Tests.Verifier.Status;

/// <summary>A ministry that hosts two awarding bodies at one origin: each has its own keys and its own lists.</summary>
public sealed class SharedOriginTests : IAsyncLifetime
{
    private readonly EcSigner _key = Scheme.NewKey();
    private Scheme _scheme = null!;
    private RunningVerifier _verifier = null!;

    private string Second => _scheme.Issuer.Url + "/b";

    public async Task InitializeAsync()
    {
        _scheme = await Scheme.StartAsync();
        _scheme.PublishNextTrustList(list => list with
        {
            Issuers = [.. list.Issuers, Scheme.IssuerEntry(Second, [Scheme.Key(_key)])],
        });
        _verifier = await RunningVerifier.StartAsync(_scheme);
    }

    public async Task DisposeAsync()
    {
        await _verifier.DisposeAsync();
        await _scheme.DisposeAsync();
        _key.Dispose();
    }

    [Fact]
    public async Task A_page_gets_the_second_issuers_list_and_its_certificates_are_checked()
    {
        var uri = Serve("/b/status/1.cwt");
        using var served = await AskAsync(uri);
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        Assert.Equal("valid", (await _verifier.VerifyAsync(Paper(uri))).State());
        Assert.InRange(_scheme.Issuer.Hits("/b/status/1.cwt"), 1, 2); // the second is the background's own poll
    }

    [Fact]
    public async Task A_list_that_lies_below_neithers_address_is_the_ones_who_signed_it()
    {
        using var served = await AskAsync(Serve("/lists/of-both/2.cwt"));
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
    }

    [Fact]
    public async Task However_many_share_the_origin_a_page_gets_the_list_that_a_verdict_rests_on()
    {
        // Six more, each below the one before: all of them seem likelier than the first, whose list it is.
        var addresses = Enumerable.Range(1, 6).Select(depth =>
            _scheme.Issuer.Url + string.Concat(Enumerable.Range(1, depth).Select(part => $"/{part}"))).ToList();
        _scheme.PublishNextTrustList(list => list with
        {
            Issuers =
            [
                .. list.Issuers,
                .. addresses.Select(address => Scheme.IssuerEntry(address, [Scheme.Key(Scheme.NewKey())])),
            ],
        });
        await _verifier.Log.UntilAsync("Trust list 3 is in force");
        foreach (var path in (string[])["/1/2/3/4/5/6/list.cwt", "/elsewhere/list.cwt"])
        {
            var uri = _scheme.Issuer.Url + path;
            _scheme.Issuer.Serve(path, _scheme.StatusCwt(uri), Specs.TokenStatusList.CwtMediaType);
            using var served = await AskAsync(uri);
            Assert.Equal(HttpStatusCode.OK, served.StatusCode);
            Assert.Equal("valid", (await _verifier.VerifyAsync(_scheme.Paper(statusUri: uri))).State());
            Assert.InRange(_scheme.Issuer.Hits(path), 1, 4); // one of them may be the background's own poll
        }
    }

    [Fact]
    public async Task Whoever_names_the_others_list_spoils_it_for_nobody()
    {
        var uri = Serve("/b/status/1.cwt");
        var foreign = _scheme.Paper(statusUri: uri);
        Assert.Equal("CouldNotCheck status_invalid", (await _verifier.VerifyAsync(foreign)).Check("status"));
        Assert.Equal("valid", (await _verifier.VerifyAsync(Paper(uri))).State());
        Assert.Equal("CouldNotCheck status_invalid", (await _verifier.VerifyAsync(foreign)).Check("status"));
        using var served = await AskAsync(uri);
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
    }

    private string Serve(string path)
    {
        var uri = _scheme.Issuer.Url + path;
        _scheme.Issuer.Serve(path, _scheme.StatusCwt(uri, key: _key), Specs.TokenStatusList.CwtMediaType);
        return uri;
    }

    private byte[] Paper(string statusUri) => _scheme.Paper(key: _key, issuer: Second, statusUri: statusUri);

    private Task<HttpResponseMessage> AskAsync(string uri) =>
        _verifier.Http.GetAsync("/trust/status?uri=" + Uri.EscapeDataString(uri));
}
