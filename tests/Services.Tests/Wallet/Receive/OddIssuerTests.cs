using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Services.Tests.Wallet.Receive;

/// <summary>Issuers that follow the letter of the specification in ways nobody expects.</summary>
public sealed class OddIssuerTests : IAsyncLifetime
{
    private Scheme _scheme = null!;
    private RunningWallet _wallet = null!;
    private PeerIssuer _issuer = null!;

    public async Task InitializeAsync()
    {
        _scheme = await Scheme.StartAsync();
        _wallet = await RunningWallet.StartAsync(_scheme);
        _issuer = PeerIssuer.Of(_scheme);
    }

    private JsonNode Kind =>
        _issuer.Metadata["credential_configurations_supported"]!["national-skills-certificate"]!;

    public async Task DisposeAsync()
    {
        await _wallet.DisposeAsync();
        await _scheme.DisposeAsync();
    }

    [Theory, InlineData(253_402_300_799), InlineData(253_402_290_000)]
    public async Task A_certificate_that_never_ends_is_shown_like_any_other(long ends)
    {
        Kind["vct"] = "urn:example:of-its-own";
        _issuer.Issue = key => Signed(key, payload => payload["exp"] = ends);
        using var phone = await _wallet.WorkerWithCertificateAsync(_issuer);
        foreach (var page in new[] { phone.Path, "/passport", "/card", "/share/new?what=job&r=other" })
        {
            await phone.GoAsync(page);
            Assert.True(phone.Status == HttpStatusCode.OK, $"{page}: {phone.Status}");
        }
    }

    [Fact]
    public async Task What_an_issuer_writes_is_shown_without_letters_that_hide_or_turn_it_and_not_without_end()
    {
        Kind["vct"] = "urn:example:of-its-own";
        _issuer.Issue = key => Signed(key, payload =>
        {
            payload["occupation"] = new JsonObject { ["name_en"] = "Pl\u202Eumber\u200B" + new string('x', 5000) };
            payload["full_name"] = "AB\u202EDUL" + new string('y', 5000);
            payload["odd\u202Ename"] = "z";
        });
        using var phone = await _wallet.WorkerWithCertificateAsync(_issuer);
        foreach (var (page, longest) in new[] { (phone.Path, 2_100), ("/passport", 500), ("/history", 500) })
        {
            await phone.GoAsync(page);
            var text = phone.Page.DocumentElement.TextContent;
            Assert.DoesNotContain('\u202E', text);
            Assert.DoesNotContain('\u200B', text);
            Assert.DoesNotContain(new string('x', longest), text);
        }
    }

    [Fact]
    public async Task A_later_token_names_no_certificate_a_second_time()
    {
        _issuer.GivesRefreshTokens = true;
        _issuer.ChangeToken = token =>
        {
            token["authorization_details"] = new JsonArray(new JsonObject
            {
                ["type"] = "openid_credential",
                ["credential_configuration_id"] = "national-skills-certificate",
                ["credential_identifiers"] = new JsonArray("one", "two", "two"),
            });
            return token;
        };
        var honest = _issuer.Issue;
        _issuer.Issue = key =>
        {
            // The token ends between the two.
            _issuer.Token = "second-token";
            return honest(key);
        };
        using var phone = await _wallet.AgreedAsync(_issuer);
        await phone.SubmitAsync("main form", ("Code", _issuer.Pin));
        await _wallet.ComesAsync(phone);
        await Eventually.TrueAsync(async () =>
        {
            _wallet.Clock.Forward(TimeSpan.FromSeconds(30));
            await using var db = await _wallet.DbAsync();
            return await db.Intentions.AllAsync(one => one.Step == IntentionStep.Received);
        });
        Assert.Equal(["credential_identifier=one", "credential_identifier=two"], _issuer.Asked);
    }

    [Fact]
    public async Task An_issuer_that_names_many_certificates_gets_few_of_them_in()
    {
        _issuer.ChangeToken = token =>
        {
            token["authorization_details"] = new JsonArray(new JsonObject
            {
                ["type"] = "openid_credential",
                ["credential_configuration_id"] = "national-skills-certificate",
                ["credential_identifiers"] = new JsonArray([.. Enumerable.Range(0, 16).Select(i => JsonValue.Create($"{i}"))]),
            });
            return token;
        };
        using var phone = await _wallet.AgreedAsync(_issuer);
        await phone.SubmitAsync("main form", ("Code", _issuer.Pin));
        Assert.Equal(16, _issuer.Redeemed);
    }

    [Fact]
    public async Task An_offer_that_has_become_another_is_not_received()
    {
        using var phone = await _wallet.AgreedAsync(_issuer);
        _issuer.ChangeOffer = offer =>
        {
            offer["credential_configuration_ids"] = new JsonArray("something-else");
            return offer;
        };
        _issuer.Metadata["credential_configurations_supported"]!.AsObject()["something-else"] =
            _issuer.Metadata["credential_configurations_supported"]!["national-skills-certificate"]!.DeepClone();
        _wallet.Clock.Forward(TimeSpan.FromMinutes(6));
        await phone.SubmitAsync("main form", ("Code", _issuer.Pin));
        Assert.Contains("The slip now offers something else", phone.Text);
        Assert.Equal(0, _issuer.Redeemed);
    }

    [Fact]
    public async Task A_token_that_says_nothing_of_its_end_is_good_when_a_deferred_certificate_is_ready()
    {
        _issuer.NotReadyYet = 1;
        _issuer.ChangeToken = token =>
        {
            token.Remove("expires_in");
            return token;
        };
        using var phone = await _wallet.AgreedAsync(_issuer);
        await phone.SubmitAsync("main form", ("Code", _issuer.Pin));
        _wallet.Clock.Forward(TimeSpan.FromHours(30));
        await Eventually.TrueAsync(async () =>
        {
            await using var db = await _wallet.DbAsync();
            return await db.Certificates.AnyAsync();
        });
        Assert.Equal(0, _issuer.TokensRefused);
    }

    [Fact]
    public async Task A_certificate_received_while_fresh_copies_are_asked_for_stays()
    {
        _issuer.GivesCopies(2).GivesRefreshTokens = true;
        using var phone = await _wallet.WorkerWithCertificateAsync(_issuer);
        using var asked = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var first = true;
        _issuer.ChangeToken = token =>
        {
            if (first)
            {
                first = false;
                asked.Set();
                goOn.Wait(TimeSpan.FromSeconds(30));
            }

            return token;
        };
        await phone.ShareAsync();
        await Eventually.TrueAsync(() => Task.FromResult(asked.IsSet));
        await phone.GoAsync(_issuer.Claim.Replace("offers%2Fone", "offers%2Fone%3Fagain", StringComparison.Ordinal));
        await phone.SubmitAsync("main form");
        await phone.SubmitAsync("main form", ("Code", _issuer.Pin));
        Assert.StartsWith("/certificate/", phone.Path);
        await using var db = await _wallet.DbAsync();
        var kept = (await db.Certificates.AsNoTracking().SingleAsync()).Sealed;
        goOn.Set();
        await Task.Delay(1500);
        Assert.Equal(kept, (await db.Certificates.AsNoTracking().SingleAsync()).Sealed);
        Assert.Equal(1, await db.SpareCopies.CountAsync());
    }

    [Fact]
    public async Task Fresh_copies_that_are_promised_are_fetched_when_they_are_ready()
    {
        _issuer.GivesCopies(2).GivesRefreshTokens = true;
        using var phone = await _wallet.WorkerWithCertificateAsync(_issuer);
        _issuer.NotReadyYet = 2;
        await phone.ShareAsync();
        await Eventually.TrueAsync(() => Task.FromResult(_issuer.CopiesAsked.Count == 2));
        await Eventually.TrueAsync(async () =>
        {
            await using var db = await _wallet.DbAsync();
            var next = (await db.Certificates.AsNoTracking().SingleAsync()).RenewAt - _wallet.Clock.GetUtcNow();
            if (await db.SpareCopies.CountAsync() == 1)
            {
                return true;
            }

            // It was told to come again later, and so it will be.
            if (next > TimeSpan.FromHours(1))
            {
                _wallet.Clock.Forward(next.Value);
            }

            return false;
        });
        Assert.Equal(2, _issuer.Polled);
        Assert.Equal([2, 2], _issuer.CopiesAsked);
    }

    [Theory]
    [InlineData("https://:p@x.example")]
    [InlineData("https://user:secret@x.example")]
    public async Task An_issuer_with_a_name_before_its_host_is_refused(string issuer)
    {
        var offer = new JsonObject
        {
            ["credential_issuer"] = issuer, ["credential_configuration_ids"] = new JsonArray("a"),
            ["grants"] = new JsonObject
            {
                ["urn:ietf:params:oauth:grant-type:pre-authorized_code"] = new JsonObject { ["pre-authorized_code"] = "c" },
            },
        };
        using var phone = _wallet.NewPhone();
        await phone.GoAsync("/receive?credential_offer=" + Uri.EscapeDataString(offer.ToJsonString()));
        Assert.True((int)phone.Status is >= 400 and < 500 or 502, $"{phone.Status}");
        await phone.GoAsync("/receive?credential_offer_uri=" + Uri.EscapeDataString(issuer + "/offer"));
        Assert.True((int)phone.Status is >= 400 and < 500 or 502, $"{phone.Status}");
    }

    /// <summary>A credential of a kind of its own, by nobody in particular.</summary>
    private string Signed(Jwk holder, Action<JsonObject> change)
    {
        var payload = new JsonObject
        {
            ["vct"] = Kind["vct"]!.GetValue<string>(),
            ["cnf"] = new JsonObject { ["jwk"] = (holder with { Kid = null }).ToJson() },
        };
        change(payload);
        using var key = Scheme.NewKey();
        return Jws.Sign(
            key, new JsonObject { ["typ"] = "dc+sd-jwt" }, System.Text.Encoding.UTF8.GetBytes(payload.ToJsonString())) + "~";
    }
}
