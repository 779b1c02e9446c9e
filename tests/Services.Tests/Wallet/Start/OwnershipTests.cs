using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Receive;
using SkillsPassport.Wallet;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Services.Tests.Wallet.Start;

/// <summary>Nobody sees another's: every route, for nobody, for a stranger with a passport, and for the
/// owner.</summary>
public sealed class OwnershipTests
{
    private static readonly string[] ForAnybody =
    [
        "/", "/sign-in", "/sign-up", "/sign-up/code", "/sign-in/code", "/sign-in/passkey", "/outbox", "/recover", "/recover/code", "/recover/pin", "/recover/stop/{secret}", "/counter/sign-in", "/receive", "/help", "/shares/{id}", "/scripts/{name}", "/look.css",
        "/health/live", "/health/ready",
    ];

    /// <summary>What a helped session may open, beside what anybody may.</summary>
    private static readonly string[] ReceivingRoutes = ["/add", "/receive/{id:guid}", "/helped", "/sign-out"];

    [Fact]
    public async Task Every_route_is_for_anybody_by_name_or_for_its_own_worker()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var routes = wallet.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        Assert.True(routes.Count > 15);
        Assert.All(routes, route =>
        {
            var path = "/" + route.RoutePattern.RawText!.TrimStart('/');
            if (ForAnybody.Contains(path))
            {
                Assert.NotNull(route.Metadata.GetMetadata<IAllowAnonymous>());
                return;
            }

            Assert.Null(route.Metadata.GetMetadata<IAllowAnonymous>());
            var expected = ReceivingRoutes.Contains(path) ? Policies.Receives
                : path == "/counter/recoveries" ? Policies.Supervisor
                : path.StartsWith("/counter", StringComparison.Ordinal) ? Policies.Helper
                : Policies.Worker;
            Assert.Equal(expected, route.Metadata.GetMetadata<IAuthorizeData>()?.Policy);
        });
    }

    [Fact]
    public async Task A_stranger_with_a_passport_finds_nothing_of_another_workers()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var owner = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(scheme));
        var certificate = owner.Path.Split('?')[0];
        await owner.ShareAsync();
        var share = owner.Path.Split('?')[0];
        await using var db = await wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
        var intention = $"/receive/{(await db.Intentions.SingleAsync()).Id}";
        var id = certificate.Split('/')[^1];
        using var stranger = await wallet.WorkerAsync("01812345678", "862044");
        var token = stranger.Page.QuerySelector("header form input")!.GetAttribute("value")!;

        foreach (var path in new[] { certificate, share, intention, $"/share/new?c={id}&what=job" })
        {
            Assert.Equal(HttpStatusCode.OK, (await owner.GoAsync(path)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GoAsync(path)).Status);
        }

        foreach (var path in new[] { share, intention, $"/share/new" })
        {
            await stranger.PostBareAsync(
                path, ("__RequestVerificationToken", token), ("c", id), ("what", "job"), ("Label", "x"), ("Days", "7"),
                ("Pin", "862044"), ("Code", "271828"));
            Assert.Equal(HttpStatusCode.NotFound, stranger.Status);
        }

        await owner.GoAsync(share);
        Assert.Contains("Open", owner.Text);
        await stranger.GoAsync("/history");
        Assert.DoesNotContain("Gulf Manpower", stranger.Text);
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/sign-up")]
    [InlineData("/sign-up/code")]
    [InlineData("/sign-up/code?handler=again")]
    [InlineData("/lock")]
    [InlineData("/add")]
    [InlineData("/share/new")]
    [InlineData("/account?handler=Delete")]
    [InlineData("/account?handler=Export")]
    [InlineData("/account?handler=Pin")]
    [InlineData("/account/phones?handler=end")]
    [InlineData("/account/phones?handler=all")]
    [InlineData("/sign-in?handler=code")]
    [InlineData("/sign-in/code")]
    [InlineData("/sign-out")]
    [InlineData("/counter/sign-in")]
    [InlineData("/sign-in/passkey")]
    [InlineData("/sign-in/passkey?handler=options")]
    [InlineData("/account/passkeys")]
    [InlineData("/account/passkeys?handler=options")]
    [InlineData("/account/passkeys?handler=remove")]
    [InlineData("/account/import")]
    [InlineData("/recover")]
    [InlineData("/recover/code")]
    [InlineData("/recover/pin")]
    [InlineData("/recover/stop/00")]
    [InlineData("/account/recovery")]
    [InlineData("/account/counter-code")]
    public async Task Nothing_is_done_for_another_sites_form(string path)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var phone = await wallet.WorkerAsync();
        await phone.PostBareAsync(path, ("Pin", "493817"), ("Sure", "true"));
        Assert.Equal(HttpStatusCode.BadRequest, phone.Status);
    }

    [Fact]
    public async Task Pages_are_kept_by_no_cache_and_cookies_are_out_of_scripts_reach()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var phone = await wallet.WorkerAsync();
        Assert.Contains("no-store", phone.Answer.Headers.CacheControl!.ToString());
        Assert.All(
            phone.Cookies.GetCookies(new Uri(wallet.Url)).Where(one => one.Name != "sp-wallet-lang"),
            cookie => Assert.True(cookie.HttpOnly && cookie.Name.StartsWith("sp-wallet", StringComparison.Ordinal), cookie.Name));
    }
}
