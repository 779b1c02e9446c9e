using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Hosting.Outbound;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Services.Tests.Wallet.Receive;

/// <summary>An issuer that was honest when the worker agreed, and is not any more: at every step, in every way.</summary>
public sealed class HostileAnswerTests() : WalletTests($"--Outbound:Timeout={Patient}")
{
    private static readonly Dictionary<string, RequestDelegate> Ways = new()
    {
        ["ten megabytes"] = context => context.Response.WriteAsync(new string(' ', 10 << 20)),
        ["one byte at a time, for ever"] = DripAsync,
        ["silence"] = context => Task.Delay(Timeout.Infinite, context.RequestAborted),
        ["a redirect to an inner address"] = context =>
        {
            context.Response.Redirect("http://169.254.169.254/latest/meta-data");
            return Task.CompletedTask;
        },
        ["a page"] = context => context.Response.WriteAsync("<!doctype html><script>alert(1)</script>"),
        ["brackets in brackets"] = context => context.Response.WriteAsync(new string('[', 400_000)),
        ["wide JSON of the wrong kinds"] = context => context.Response.WriteAsync(
            "{\"access_token\":[],\"c_nonce\":{},\"credentials\":[" + string.Join(',', Enumerable.Repeat("{}", 50_000)) + "]}"),
        ["a fault"] = context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        },
    };

    /// <summary>For what is honest, on a busy machine too.</summary>
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(10);


    [Theory]
    [InlineData("/offers/one")]
    [InlineData("/token")]
    [InlineData("/nonce")]
    [InlineData("/credential")]
    [InlineData("/later")]
    public async Task Whatever_comes_instead_of_an_answer_nothing_is_kept_and_the_worker_is_told_in_both_languages(string step)
    {
        using var phone = await Wallet.WorkerAsync();
        var number = 0;
        foreach (var (way, answer) in Ways)
        {
            // A new issuer for each way: honest in everything but this step.
            var issuer = PeerIssuer.Of(Scheme);
            issuer.NotReadyYet = step == "/later" ? 1 : 0;
            var claim = issuer.Claim + Uri.EscapeDataString($"?{++number}");
            if (step == "/offers/one")
            {
                Scheme.Issuer.On(step, answer);
                Wait(way);
            }

            await phone.GoAsync(claim);
            if (step != "/offers/one")
            {
                Scheme.Issuer.On(step, answer);
                await phone.SubmitAsync("main form");
                if (step == "/later")
                {
                    await phone.SubmitAsync("main form", ("Code", issuer.Pin));
                    Wallet.Clock.Forward(TimeSpan.FromSeconds(6));
                }

                Wait(way);
                var watch = Stopwatch.StartNew();
                await phone.SubmitAsync("main form", ("Code", issuer.Pin));
                Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{step}, {way}: {watch.Elapsed}");
            }

            Assert.True((int)phone.Status is 422 or 502 or 503 or 409 or 410, $"{step}, {way}: {phone.Status} {phone.Text}");
            Assert.True(phone.Page.QuerySelector("main [role=alert] p")?.TextContent.Length > 10, $"{step}, {way}: {phone.Text}");
            Assert.Empty(phone.Page.QuerySelectorAll("main script:not([src])"));
            if (step == "/offers/one")
            {
                Assert.Matches("[\u0980-\u09ff]", (await phone.GoAsync(claim + "&lang=bn")).Page.QuerySelector("main [role=alert]")!.TextContent);
                Wait();
                await phone.GoAsync("/passport?lang=en");
                continue;
            }

            Wait();
            await phone.GoAsync(phone.Path + "?lang=bn");
            Assert.Matches("[\u0980-\u09ff]", phone.Page.QuerySelector("main [role=alert], main #later")!.TextContent);
            Assert.DoesNotMatch("[A-Za-z]{4,}", phone.Page.QuerySelector("main [role=alert]")?.TextContent ?? "");
            await phone.GoAsync(phone.Path.Split('?')[0] + "?lang=en");
            await Eventually.TrueAsync(async () =>
                (await phone.SubmitAsync("form#drop")).Path == "/add" || (await phone.GoAsync("/add")).Page.QuerySelector("a[href^='/receive/']") is null);
        }

        await using var db = await Db();
        Assert.Equal(0, await db.Certificates.CountAsync());
        Assert.DoesNotContain("Unhandled", Wallet.Log.All);
    }

    [Fact]
    public async Task A_proof_names_the_issuer_the_worker_agreed_to_wherever_it_is_sent()
    {
        // The stranger's metadata send the wallet to the honest issuer's endpoint, to have a proof made for it.
        await using var peer = await LocalPeer.StartAsync();
        var (honest, stranger) = (PeerIssuer.Of(Scheme), new PeerIssuer(peer, _ => ""));
        stranger.Metadata["credential_endpoint"] = honest.Url + "/credential";
        stranger.Metadata["nonce_endpoint"] = honest.Url + "/nonce";
        stranger.Token = honest.Token;
        var proofs = new List<string>();
        Scheme.Issuer.On("/credential", async context =>
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body);
            proofs.Add(body.RootElement.GetProperty("proofs").GetProperty("jwt")[0].GetString()!);
            context.Response.StatusCode = 400;
            await context.Response.WriteAsJsonAsync(new { error = "invalid_proof" });
        });
        using var phone = await Wallet.WorkerAsync();
        await phone.GoAsync(stranger.Claim);
        await phone.SubmitAsync("main form");
        await phone.SubmitAsync("main form", ("Code", stranger.Pin));
        Assert.Contains("The issuer did not give the certificate", phone.Text);
        var proof = Jws.Parse(Assert.Single(proofs), 10_000, JwsHeaderRules.PossessionProof);
        Assert.Equal(stranger.Url, proof.PayloadObject().GetProperty("aud").GetString());
    }

    [Fact]
    public async Task A_certificate_of_another_issuer_and_the_same_one_again_are_not_kept()
    {
        var issuer = PeerIssuer.Of(Scheme);
        await using var peer = await LocalPeer.StartAsync();
        // What the stranger hands over was signed, for this very key, in the name of the listed issuer.
        var stranger = new PeerIssuer(peer, issuer.Issue);
        using var phone = await Wallet.WorkerAsync();
        await ClaimAsync(phone, stranger);
        Assert.Contains("The issuer's details do not match", phone.Text);

        var first = "";
        issuer.Issue = ((Func<Func<Jwk, string>, Func<Jwk, string>>)(honest => key => first = first.Length > 0 ? first : honest(key)))(issuer.Issue);
        await ClaimAsync(phone, issuer);
        Assert.StartsWith("/certificate/", phone.Path);
        await phone.GoAsync(issuer.Claim + Uri.EscapeDataString("?again"));
        await phone.SubmitAsync("main form");
        await phone.SubmitAsync("main form", ("Code", issuer.Pin));
        Assert.Contains("The certificate is not for your passport", phone.Text);
        await using var db = await Db();
        Assert.Equal(1, await db.Certificates.CountAsync());
    }

    [Fact]
    public async Task An_offer_that_looks_like_ours_shows_whose_it_is()
    {
        await using var peer = await LocalPeer.StartAsync();
        var stranger = new PeerIssuer(peer, _ => "");
        stranger.Metadata["display"] = new JsonArray(
            new JsonObject { ["name"] = "Demo\u200b issuer", ["locale"] = "en" });
        stranger.Metadata["credential_configurations_supported"]!["national-skills-certificate"]!["credential_metadata"] =
            new JsonObject { ["display"] = new JsonArray(new JsonObject { ["name"] = "Certi\u202eetacif\u202c\u0000" + new string('x', 5000), ["locale"] = "en" }) };
        using var phone = Wallet.NewPhone();
        await phone.GoAsync(stranger.Claim);
        Assert.Equal(HttpStatusCode.OK, phone.Status);
        Assert.DoesNotContain("Demo issuer", phone.Page.QuerySelector("main")!.TextContent);
        Assert.Contains("This issuer is not on the accredited list", phone.Text);
        Assert.Contains(stranger.Url, phone.Text);
        Assert.DoesNotMatch("[\u200b\u202a-\u202e\u2066-\u2069\u0000]", phone.Page.Body!.TextContent);
        Assert.True(phone.Text.Length < 2_000);
        Assert.Equal(0, peer.Hits("/token"));
    }

    [Theory]
    [InlineData("D\u0435mo issuer", false)] // Cyrillic e
    [InlineData("DEMO \u0406\u0405\u0405UER", false)] // Cyrillic I and S
    [InlineData("Dem\u03BF issuer", false)] // Greek omicron
    [InlineData("\uFF24\uFF45mo issuer", false)] // full width
    [InlineData("\U0001D403emo issuer", false)] // mathematical bold
    [InlineData("Dem\u00F3 i\u0301ssuer", false)]
    [InlineData("Dem0 lssuer", false)]
    [InlineData("Demo issuer of Rajshahi", true)]
    [InlineData("\u0414\u043E\u043C \u0437\u043D\u0430\u043D\u0438\u0439", true)] // a Russian name of its own
    public async Task A_name_that_looks_like_an_accredited_one_is_not_shown(string name, bool shown)
    {
        await using var peer = await LocalPeer.StartAsync();
        var stranger = new PeerIssuer(peer, _ => "");
        stranger.Metadata["display"] = new JsonArray(new JsonObject { ["name"] = name, ["locale"] = "en" });
        using var phone = Wallet.NewPhone();
        await phone.GoAsync(stranger.Claim);
        Assert.Contains("This issuer is not on the accredited list", phone.Text);
        Assert.Equal(shown ? name : stranger.Url, phone.Page.QuerySelector("main .card b")!.TextContent);
    }

    private static async Task ClaimAsync(Phone phone, PeerIssuer issuer)
    {
        await phone.GoAsync(issuer.Claim);
        await phone.SubmitAsync("main form");
        await phone.SubmitAsync("main form", ("Code", issuer.Pin));
    }

    /// <summary>Short only while an answer never ends.</summary>
    private void Wait(string? way = null) =>
        Wallet.Services.GetRequiredService<IOptions<OutboundOptions>>().Value.Timeout =
            way is "silence" or "one byte at a time, for ever" ? TimeSpan.FromSeconds(0.7) : Patient;

    private static async Task DripAsync(HttpContext context)
    {
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.WriteAsync(" ");
            await context.Response.Body.FlushAsync();
            await Task.Delay(50);
        }
    }

    private Task<WalletDb> Db() =>
        Wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
}
