using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Receive;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Services.Tests.Wallet.Custody;

/// <summary>The key outside the database is replaced while workers use their passports.</summary>
public sealed class RotationTests
{
    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_new_key_wraps_every_wallet_while_two_copies_run_and_the_old_one_can_go(string engine)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme, engine);
        await using var copy = await RunningWallet.StartAsync(scheme, sameDatabaseAs: wallet);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(scheme));
        using var other = copy.NewPhone();
        await other.SignInAsync("01712345678", "493817");
        var before = await WrappedByAsync(wallet);

        var older = wallet.Services.GetRequiredService<FileKeyEncryptionKey>().Replace();
        var rewrap = wallet.Services.GetRequiredService<RewrapKeys>();
        Assert.Equal(1, await rewrap.RunAsync(default));
        Assert.Equal(0, await rewrap.RunAsync(default));
        Assert.Equal(0, await rewrap.LeftAsync(default));
        Assert.NotEqual(before, await WrappedByAsync(wallet));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(older));
        File.Delete(older);

        // The copy that knew only the old key finds the new one by itself.
        foreach (var one in new[] { phone, other })
        {
            await one.GoAsync("/passport");
            Assert.Contains("MD RAFIQUL ISLAM", one.Text);
        }

        await using var restarted = await RunningWallet.StartAsync(scheme, sameDatabaseAs: wallet);
        using var again = restarted.NewPhone();
        await again.SignInAsync("01712345678", "493817");
        Assert.Contains("MD RAFIQUL ISLAM", again.Text);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    public void A_key_that_others_may_read_stops_the_start(UnixFileMode loose)
    {
        var folder = Directory.CreateTempSubdirectory("sp-kek-").FullName;
        var keys = new KeyFolder(folder, mayCreate: true);
        using (new FileKeyEncryptionKey(keys))
        {
            var file = Path.Combine(folder, "wallet-kek.key");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | loose);
        }

        var refused = Assert.Throws<InvalidOperationException>(() => new FileKeyEncryptionKey(keys));
        Assert.Contains("chmod 600", refused.Message);
    }

    private static async Task<string> WrappedByAsync(RunningWallet wallet)
    {
        await using var db = await wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
        return (await db.Wallets.SingleAsync()).WrappedBy;
    }
}
