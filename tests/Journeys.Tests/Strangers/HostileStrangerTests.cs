using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet;

namespace SkillsPassport.Journeys.Tests.Strangers;

/// <summary>Somebody else's software, made to cheat; and to give a copy that ends soon.</summary>
public sealed class HostileStrangerTests
{
    [Theory]
    [InlineData("another name", "The issuer's details do not match")]
    [InlineData("another key", "The certificate is not for your passport")]
    public async Task A_foreign_certificate_that_is_not_in_order_is_not_kept(string lie, string words)
    {
        await using var stranger = await StrangerIssuer.StartAsync(lie);
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var phone = await ClaimAsync(wallet, stranger);
        Assert.Contains(words, phone.Text);
        await phone.GoAsync("/passport");
        Assert.Empty(phone.Page.QuerySelectorAll("a[href^='/certificate/']"));
        await phone.GoAsync("/history");
        Assert.Contains("Certificate refused", phone.Text);
    }

    [Fact]
    public async Task Hidden_letters_in_names_and_claims_are_not_shown()
    {
        await using var stranger = await StrangerIssuer.StartAsync("hidden letters");
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var phone = await ClaimAsync(wallet, stranger);
        Assert.StartsWith("/certificate/", phone.Path);
        Assert.Contains("Rafiqul<b>", phone.Text);
        Assert.DoesNotMatch("[\u200b\u202e]", phone.Page.Body!.TextContent);
    }

    [Fact]
    public async Task A_foreign_copy_is_renewed_with_its_refresh_token_before_it_ends()
    {
        await using var stranger = await StrangerIssuer.StartAsync("short-lived");
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var phone = await ClaimAsync(wallet, stranger);
        Assert.StartsWith("/certificate/", phone.Path);
        for (var copy = 1; copy <= 2; copy++)
        {
            wallet.Clock.Forward(TimeSpan.FromDays(9));
            await phone.SignInAsync("01712345678", "493817");
            await Eventually.TrueAsync(async () => (await phone.GoAsync("/history")).Page.QuerySelectorAll("li")
                .Count(line => line.TextContent.Contains("A fresh copy came from the issuer")) == copy);
        }

        await phone.GoAsync("/passport");
        Assert.Single(phone.Page.QuerySelectorAll("main a[href^='/certificate/']")
            .Select(one => one.GetAttribute("href")!.Split('/', '?')[2]).Distinct());
    }

    private static async Task<Phone> ClaimAsync(RunningWallet wallet, StrangerIssuer stranger)
    {
        var phone = await wallet.WorkerAsync();
        await phone.GoAsync(stranger.Claim);
        await phone.SubmitAsync("main form");
        await phone.SubmitAsync("main form", ("Code", StrangerIssuer.Pin));
        return phone;
    }
}
