using System.Net;
using Microsoft.AspNetCore.Http;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;

namespace SkillsPassport.Services.Tests.Wallet.Receive;

/// <summary>An issuer that has too much to do is told as such, whatever it was asked, with the wait that it names.</summary>
public sealed class BusyIssuerTests
{
    private const string Busy = "The issuer has too much to do just now";

    [Theory, InlineData("/offers/one", 429), InlineData("/offers/one", 503)]
    [InlineData("/.well-known/openid-credential-issuer", 429), InlineData("/.well-known/oauth-authorization-server", 503)]
    public async Task A_slip_that_is_opened_while_the_issuer_is_busy_says_so_and_when_to_come_back(string path, int status)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        using var phone = await wallet.WorkerAsync();
        IsBusy(scheme, path, status);
        await phone.GoAsync(issuer.Claim);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, phone.Status);
        Assert.Contains(Busy, phone.Text);
        Assert.Equal(TimeSpan.FromMinutes(10), phone.Answer.Headers.RetryAfter?.Delta);

        // It can be kept, and is not asked for before then.
        await phone.SubmitAsync("form#keep", ("Code", issuer.Pin));
        Assert.StartsWith("/receive/", phone.Path);
        await Eventually.TrueAsync(async () => (await phone.GoAsync(phone.Path)).Text.Contains(Busy));
        var asked = scheme.Issuer.Hits(path);
        wallet.Clock.Forward(TimeSpan.FromMinutes(5));
        await Task.Delay(2500);
        Assert.Equal(asked, scheme.Issuer.Hits(path));
        _ = new PeerIssuer(scheme.Issuer, issuer.Issue);
        wallet.Clock.Forward(TimeSpan.FromMinutes(6));
        await phone.SignInAsync("01712345678", "493817");
        await wallet.ComesAsync(phone);
    }

    [Theory, InlineData("/credential", 429), InlineData("/nonce", 429), InlineData("/nonce", 503)]
    public async Task A_certificate_that_a_busy_issuer_does_not_give_yet_comes_when_the_issuer_said(string path, int status)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        using var phone = await wallet.AgreedAsync(issuer);
        IsBusy(scheme, path, status);
        await phone.SubmitAsync("main form", ("Code", issuer.Pin));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, phone.Status);
        Assert.Contains(Busy, phone.Text);
        Assert.Equal(TimeSpan.FromMinutes(10), phone.Answer.Headers.RetryAfter?.Delta);
        wallet.Clock.Forward(TimeSpan.FromMinutes(5));
        await Task.Delay(2500);
        Assert.Equal(1, scheme.Issuer.Hits(path));
        _ = new PeerIssuer(scheme.Issuer, issuer.Issue);
        wallet.Clock.Forward(TimeSpan.FromMinutes(6));
        await wallet.ComesAsync(phone);
    }

    [Fact]
    public async Task A_number_is_looked_up_again_when_a_busy_issuer_said()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        using var phone = await wallet.WorkerAsync();
        IsBusy(scheme, "/.well-known/skills-passport-issuer", 429);
        await phone.GoAsync("/add/number");
        await phone.SubmitAsync(
            "main form", ("Issuer", issuer.Url), ("Number", PeerIssuer.Number), ("Year", PeerIssuer.YearOfBirth),
            ("Code", issuer.Pin));
        Assert.StartsWith("/receive/", phone.Path);
        Assert.Contains(Busy, phone.Text);
        wallet.Clock.Forward(TimeSpan.FromMinutes(5));
        await Task.Delay(2500);
        Assert.Equal(1, scheme.Issuer.Hits("/.well-known/skills-passport-issuer"));
    }

    private static void IsBusy(Scheme scheme, string path, int status) => scheme.Issuer.On(path, context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = "600";
        return context.Response.WriteAsync("busy");
    });
}
