using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Hosting.Outbound;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Services.Tests.Wallet.Receive;

/// <summary>Issuers that lie, stall, flood and point elsewhere: the worker is told, nothing is kept.</summary>
public sealed class HostileIssuerTests() : WalletTests("--Outbound:Timeout=00:00:10")
{
    private PeerIssuer _issuer = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _issuer = PeerIssuer.Of(Scheme);
    }

    [Theory]
    [InlineData("https://127.0.0.1/offer")]
    [InlineData("https://localhost/offer")]
    [InlineData("https://10.0.0.1/offer")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[::1]/offer")]
    [InlineData("https://0x7f000001/offer")]
    [InlineData("http://10.0.0.1/offer")]
    [InlineData("http://example.com/offer")]
    [InlineData("https://user:secret@example.com/offer")]
    public async Task An_address_that_is_not_public_is_not_opened(string address)
    {
        using var phone = Wallet.NewPhone();
        await phone.GoAsync("/receive?credential_offer_uri=" + Uri.EscapeDataString(address));
        Assert.Equal(HttpStatusCode.BadGateway, phone.Status);
        Assert.Contains("The address is not safe", phone.Text);
    }

    [Theory]
    [InlineData("credential_issuer")]
    [InlineData("token_endpoint")]
    [InlineData("credential_endpoint")]
    [InlineData("nonce_endpoint")]
    public async Task A_host_that_no_name_can_have_is_refused_like_any_other_address(string where)
    {
        var telling = where == "token_endpoint" ? _issuer.ServerMetadata : _issuer.Metadata;
        _issuer.ChangeOffer = offer => where == "credential_issuer" ? Named(offer, where) : offer;
        if (where != "credential_issuer")
        {
            Named(telling, where);
        }

        using var phone = await Wallet.WorkerAsync();
        await phone.GoAsync(_issuer.Claim);
        if (where != "credential_issuer")
        {
            await phone.SubmitAsync("main form");
            await phone.SubmitAsync("main form", ("Code", _issuer.Pin));
        }

        Assert.Equal(HttpStatusCode.BadGateway, phone.Status);
        Assert.Contains("The address is not safe", phone.Text);
    }

    [Fact]
    public async Task A_notification_that_cannot_be_sent_hides_no_certificate_that_was_received()
    {
        Named(_issuer.Metadata, "notification_endpoint");
        using var phone = await Wallet.WorkerAsync();
        await phone.GoAsync(_issuer.Claim);
        await phone.SubmitAsync("main form");
        await phone.SubmitAsync("main form", ("Code", _issuer.Pin));
        Assert.StartsWith("/certificate/", phone.Path);
        Assert.Equal(HttpStatusCode.OK, phone.Status);
    }

    [Theory]
    [InlineData("?credential_offer_uri=file%3A%2F%2F%2Fetc%2Fpasswd")]
    [InlineData("?credential_offer_uri=offers%2Fone")]
    [InlineData("?credential_offer={}")]
    [InlineData("?credential_offer=%5B%5D")]
    [InlineData("?credential_offer={\"credential_issuer\":\"a\",\"credential_issuer\":\"b\"}")]
    [InlineData("?credential_offer_uri=https%3A%2F%2Fa.example&credential_offer={}")]
    [InlineData("")]
    public async Task A_link_that_is_no_offer_says_so(string query)
    {
        using var phone = Wallet.NewPhone();
        await phone.GoAsync("/receive" + query);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, phone.Status);
        Assert.Contains("The link cannot be read", phone.Text);
    }

    public static TheoryData<string, string> Lies => new()
    {
        { "metadata of another issuer", "The issuer's details do not match" },
        { "authorization server of another issuer", "The issuer's details do not match" },
        { "authorization server the issuer does not name", "The issuer's details do not match" },
        { "redirect", "The issuer's answer cannot be understood" },
        { "ten megabytes", "The issuer's answer cannot be understood" },
        { "never ends", "The issuer cannot be reached" },
        { "not JSON", "The issuer's answer cannot be understood" },
        { "duplicate members", "The issuer's answer cannot be understood" },
        { "deep nesting", "The issuer's answer cannot be understood" },
        { "no key binding", "This kind of certificate cannot be kept here" },
        { "only authorization code", "This kind of certificate cannot be kept here" },
    };

    [Theory, MemberData(nameof(Lies))]
    public async Task An_issuer_that_is_not_in_order_is_told_before_anything_is_agreed(string lie, string words)
    {
        Tell(lie);
        using var phone = await Wallet.WorkerAsync();
        await phone.GoAsync(_issuer.Claim);
        Assert.Contains(words, phone.Text);
        Assert.Null(phone.Page.QuerySelector("main form:not(#keep)"));
        Assert.Equal(0, Scheme.Issuer.Hits("/token"));
        Assert.True((int)phone.Status is >= 400 and < 600);
    }

    [Fact]
    public async Task Many_looks_from_one_address_are_told_as_such_and_shut_out_nobody_who_is_signed_in()
    {
        using var stranger = Wallet.NewPhone();
        for (var i = 0; i < 120; i++)
        {
            await stranger.GoAsync("/receive?credential_offer=%7B%7D");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, stranger.Status);
        }

        await stranger.GoAsync(_issuer.Claim);
        Assert.Equal(HttpStatusCode.TooManyRequests, stranger.Status);
        Assert.Contains("Too many slips were opened here", stranger.Text);
        Assert.Contains("Wait 10 minutes", stranger.Text);
        Assert.Equal(0, Scheme.Issuer.Hits("/offers/one"));

        using var worker = await Wallet.WorkerAsync();
        await worker.GoAsync(_issuer.Claim);
        Assert.Equal(HttpStatusCode.OK, worker.Status);
        await worker.SubmitAsync("main form");
        await worker.SubmitAsync("main form", ("Code", _issuer.Pin));
        Assert.StartsWith("/certificate/", worker.Path);
    }

    public static TheoryData<string, string> Forgeries => new()
    {
        { "for another key", "The certificate is not for your passport" },
        { "for no key", "The certificate cannot be read" },
        { "unsigned", "The certificate cannot be read" },
        { "signed by a stranger as the listed issuer", "The certificate is not genuine" },
        { "changed", "The certificate is not genuine" },
        { "of another kind", "The certificate cannot be read" },
        { "endless", "The certificate cannot be read" },
    };

    [Theory, MemberData(nameof(Forgeries))]
    public async Task A_certificate_that_is_not_in_order_is_not_kept(string forgery, string words)
    {
        Forge(forgery);
        using var phone = await Wallet.WorkerAsync();
        await phone.GoAsync(_issuer.Claim);
        await phone.SubmitAsync("main form");
        await phone.SubmitAsync("main form", ("Code", _issuer.Pin));
        Assert.Contains(words, phone.Text);
        Assert.Contains("credential_failure", Assert.Single(_issuer.Notifications));
        await using var db = await Wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
        Assert.Equal(0, await db.Certificates.CountAsync());
        await phone.GoAsync("/history");
        Assert.Contains("Certificate refused", phone.Text);
    }

    [Fact]
    public async Task An_offer_that_names_another_issuer_on_second_look_is_refused()
    {
        using var phone = await Wallet.WorkerAsync();
        await phone.GoAsync(_issuer.Claim);
        await phone.SubmitAsync("main form");
        var page = phone.Path;
        _issuer.ChangeOffer = offer =>
        {
            offer["credential_issuer"] = "http://localhost:1";
            return offer;
        };
        Wallet.Clock.Forward(TimeSpan.FromMinutes(5));
        await phone.SubmitAsync("main form", ("Code", _issuer.Pin));
        Assert.Equal(page, phone.Path);
        Assert.Contains("The slip now offers something else", phone.Text);
        Assert.Equal(0, Scheme.Issuer.Hits("/token"));
    }

    [Fact]
    public async Task A_token_endpoint_inside_is_not_asked()
    {
        _issuer.ServerMetadata["token_endpoint"] = "https://10.0.0.1/token";
        using var phone = await Wallet.WorkerAsync();
        await phone.GoAsync(_issuer.Claim);
        await phone.SubmitAsync("main form");
        await phone.SubmitAsync("main form", ("Code", _issuer.Pin));
        Assert.Contains("The address is not safe", phone.Text);
    }

    [Fact]
    public async Task What_an_issuer_calls_itself_is_text_and_never_markup()
    {
        Scheme.PublishNextTrustList(content => content with { Issuers = [] });
        _issuer.Metadata["display"]![0]!["name"] = "<script>alert(1)</script><img src=x>";
        using var phone = Wallet.NewPhone();
        await Eventually.TrueAsync(async () => (await phone.GoAsync(_issuer.Claim)).Text.Contains("<script>"));
        Assert.Empty(phone.Page.QuerySelectorAll("main script, main img"));
    }

    /// <summary>A host with a letter that no internationalised name may hold.</summary>
    private static JsonObject Named(JsonObject json, string member)
    {
        json[member] = "https://\uD7FF.com" + (member == "credential_issuer" ? "" : "/x");
        return json;
    }

    private void Tell(string lie)
    {
        var metadata = "/.well-known/openid-credential-issuer";
        switch (lie)
        {
            case "metadata of another issuer":
                _issuer.Metadata["credential_issuer"] = _issuer.Url + "/";
                break;
            case "authorization server of another issuer":
                _issuer.ServerMetadata["issuer"] = "https://other.example";
                break;
            case "authorization server the issuer does not name":
                _issuer.ChangeOffer = offer => Grant(offer, grant => grant["authorization_server"] = "https://other.example");
                break;
            case "redirect":
                Scheme.Issuer.On(metadata, Answering(context => context.Response.Redirect("/elsewhere")));
                break;
            case "ten megabytes":
                Scheme.Issuer.On(metadata, context => context.Response.WriteAsync(new string(' ', 10 << 20)));
                break;
            case "never ends":
                Scheme.Issuer.On(metadata, NeverEndAsync);
                Wallet.Services.GetRequiredService<IOptions<OutboundOptions>>().Value.Timeout = TimeSpan.FromSeconds(1);
                break;
            case "not JSON":
                Scheme.Issuer.On(metadata, context => context.Response.WriteAsync("<html>"));
                break;
            case "duplicate members":
                Scheme.Issuer.On(metadata, context => context.Response.WriteAsync(
                    _issuer.Metadata.ToJsonString().Insert(1, "\"credential_issuer\":\"https://other.example\",")));
                break;
            case "deep nesting":
                Scheme.Issuer.On(metadata, context => context.Response.WriteAsync(
                    string.Concat(Enumerable.Repeat("{\"a\":", 500)) + "1" + new string('}', 500)));
                break;
            case "no key binding":
                ((JsonObject)_issuer.Metadata["credential_configurations_supported"]!["national-skills-certificate"]!)
                    .Remove("proof_types_supported");
                break;
            default:
                _issuer.ChangeOffer = offer =>
                {
                    offer["grants"] = new JsonObject { ["authorization_code"] = new JsonObject() };
                    return offer;
                };
                break;
        }
    }

    private void Forge(string forgery)
    {
        var honest = _issuer.Issue;
        _issuer.Issue = forgery switch
        {
            "for another key" => _ => honest(Scheme.NewKey().PublicJwk),
            "for no key" => _ => "not an SD-JWT",
            "unsigned" => holder => Unsigned(honest(holder)),
            "signed by a stranger as the listed issuer" => holder =>
            {
                var target = new CopyTarget(_issuer.Url, Scheme.StatusUri, 9, DateTimeOffset.UtcNow);
                var prepared = (PrepareResult.Prepared)Issuance.PrepareWallet(Scheme.SampleAward, target, holder);
                return new CredentialSigner(Scheme.NewKey()).Sign((PreparedWalletCredential)prepared.Credential);
            },
            "changed" => holder => Changed(honest(holder)),
            "endless" => holder => honest(holder) + string.Concat(Enumerable.Repeat("WyJhIiwiYiIsImMiXQ~", 300)),
            _ => honest,
        };
        if (forgery == "of another kind")
        {
            _issuer.Metadata["credential_configurations_supported"]!["national-skills-certificate"]!["vct"] =
                "https://passport.example.gov.bd/credentials/statement-of-achievement/1";
        }
    }

    private static string Unsigned(string credential)
    {
        var parts = credential.Split('.', 3);
        var header = Base64UrlStrict.Encode("{\"alg\":\"none\",\"typ\":\"dc+sd-jwt\"}"u8);
        return $"{header}.{parts[1]}.{parts[2][parts[2].IndexOf('~')..]}";
    }

    /// <summary>The same payload, the signature of another one.</summary>
    private string Changed(string credential)
    {
        var tilde = credential.IndexOf('~');
        var dot = credential.LastIndexOf('.', tilde);
        return $"{credential[..(dot + 1)]}{Base64UrlStrict.Encode(Scheme.IssuerKey.Sign("other"u8))}{credential[tilde..]}";
    }

    private static JsonObject Grant(JsonObject offer, Action<JsonObject> change)
    {
        change((JsonObject)offer["grants"]!["urn:ietf:params:oauth:grant-type:pre-authorized_code"]!);
        return offer;
    }

    private static RequestDelegate Answering(Action<HttpContext> answer) => context =>
    {
        answer(context);
        return Task.CompletedTask;
    };

    private static async Task NeverEndAsync(HttpContext context)
    {
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.WriteAsync(" ");
            await context.Response.Body.FlushAsync();
            await Task.Delay(50);
        }
    }
}
