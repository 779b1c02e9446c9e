namespace SkillsPassport.Services.Tests.Wallet.Receive;

/// <summary>The way to a certificate, for tests that begin there.</summary>
public static class Claiming
{
    /// <summary>A worker with one certificate; the phone is on its page.</summary>
    public static async Task<Phone> WorkerWithCertificateAsync(
        this RunningWallet wallet, PeerIssuer issuer, string number = "01712345678")
    {
        var phone = await wallet.WorkerAsync(number);
        await phone.GoAsync(issuer.Claim);
        await phone.SubmitAsync("main form");
        await phone.SubmitAsync("main form", ("Code", issuer.Pin));
        Assert.StartsWith("/certificate/", phone.Path);
        return phone;
    }

    /// <summary>Makes a share and stays on its page; gives its link.</summary>
    public static async Task<string> ShareAsync(
        this Phone phone, string what = "job", string label = "Gulf Manpower", int days = 30, string pin = "493817")
    {
        await phone.GoAsync($"/share/new?what={what}");
        await phone.SubmitAsync("main form", ("Label", label), ("Days", $"{days}"), ("Pin", pin));
        return phone.Page.QuerySelector("#link")?.TextContent
            ?? throw new InvalidOperationException(phone.Text);
    }
}
