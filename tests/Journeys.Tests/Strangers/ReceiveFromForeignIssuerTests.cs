using SkillsPassport.Credentials.Trust;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet;

namespace SkillsPassport.Journeys.Tests.Strangers;

/// <summary>A certificate made by somebody else's software comes into our wallet and is marked for what it is.</summary>
public sealed class ReceiveFromForeignIssuerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_foreign_certificate_is_received_and_marked_as_the_trust_list_says(bool listed)
    {
        await using var stranger = await StrangerIssuer.StartAsync();
        await using var scheme = await Scheme.StartAsync();
        if (listed)
        {
            scheme.PublishNextTrustList(content => content with
            {
                Issuers = [.. content.Issuers, new TrustedIssuer
                {
                    Id = stranger.Url,
                    Name = new("The welders' guild of the list"),
                    Keys = [new(stranger.Key, DateTimeOffset.UnixEpoch, null, null)],
                    Awards = [new(StrangerIssuer.Vct, ["GUILD"], new(2020, 1, 1), null)],
                }],
            });
        }

        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var phone = await wallet.WorkerAsync();
        await phone.GoAsync(stranger.Claim);
        Assert.Contains(
            listed ? "Accredited issuer" : "This issuer is not on the accredited list", phone.Text);
        Assert.Contains(listed ? "The welders' guild of the list" : "Welders’ guild", phone.Text);
        await phone.SubmitAsync("main form");
        await phone.SubmitAsync("main form", ("Code", "wrong"));
        Assert.Contains("The code is wrong", phone.Text);
        await phone.SubmitAsync("main form", ("Code", StrangerIssuer.Pin));

        Assert.StartsWith("/certificate/", phone.Path);
        Assert.Contains("Welding pass", phone.Text);
        Assert.Contains("Rafiqul", phone.Text);
        Assert.Contains("MIG <b>135</b>", phone.Text);
        Assert.Contains(listed ? "Accredited issuer" : "Not on the accredited list", phone.Text);
        // Never "valid": this product has no description of a foreign kind, and the certificate names no status list.
        Assert.Contains(listed ? "Could not check" : "Not accredited", phone.Text);
    }
}
