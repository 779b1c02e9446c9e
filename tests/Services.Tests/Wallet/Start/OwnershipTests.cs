using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Receive;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Services.Tests.Wallet.Start;

/// <summary>Nobody sees another's, step by step; <see cref="RouteTableTests"/> walks every route.</summary>
public sealed class OwnershipTests
{
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
