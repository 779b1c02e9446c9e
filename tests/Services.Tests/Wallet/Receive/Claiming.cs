using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Services.Tests.Wallet.Receive;

/// <summary>The way to a certificate, for tests that begin there.</summary>
public static class Claiming
{
    /// <summary>A worker who agreed to receive; the phone is where the code is asked for.</summary>
    public static async Task<Phone> AgreedAsync(
        this RunningWallet wallet, PeerIssuer issuer, string number = "01712345678")
    {
        var phone = await wallet.WorkerAsync(number);
        await phone.GoAsync(issuer.Claim);
        await phone.SubmitAsync("main form");
        Assert.Matches("^/receive/[0-9a-f-]{36}$", phone.Path);
        return phone;
    }

    /// <summary>Time passes, and the certificate comes by itself.</summary>
    public static Task ComesAsync(this RunningWallet wallet, Phone phone) => Eventually.TrueAsync(async () =>
    {
        wallet.Clock.Forward(TimeSpan.FromSeconds(30));
        return (await phone.GoAsync("/passport")).Page.QuerySelectorAll("ul[aria-labelledby=mine] > li").Length == 1;
    });

    /// <summary>The wallet's own database.</summary>
    public static Task<WalletDb> DbAsync(this RunningWallet wallet) =>
        wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();

    /// <summary>A worker with one certificate; the phone is on its page.</summary>
    public static async Task<Phone> WorkerWithCertificateAsync(
        this RunningWallet wallet, PeerIssuer issuer, string number = "01712345678")
    {
        var phone = await wallet.AgreedAsync(issuer, number);
        await phone.SubmitAsync("main form", ("Code", issuer.Pin));
        Assert.StartsWith("/certificate/", phone.Path);
        return phone;
    }

    /// <summary>Makes a share and stays on its page; gives its link.</summary>
    public static async Task<string> ShareAsync(
        this Phone phone, string what = "job", string label = "Gulf Manpower", int days = 30, string pin = "493817",
        string whom = "other", (string, string)[]? more = null)
    {
        await phone.GoAsync($"/share/new?what={what}&r={whom}");
        await phone.SubmitAsync("main form", [("Label", label), ("Days", $"{days}"), ("Pin", pin), .. more ?? []]);
        return phone.Page.QuerySelector("#link")?.TextContent
            ?? throw new InvalidOperationException(phone.Text);
    }

    /// <summary>Opens a link as a verifier does.</summary>
    public static async Task<HttpResponseMessage> OpenAsync(this RunningWallet wallet, string link, object? knock = null)
    {
        using var http = new HttpClient();
        return await http.PostAsJsonAsync(wallet.Url + link[link.IndexOf("/shares/", StringComparison.Ordinal)..], knock ?? new { });
    }
}
