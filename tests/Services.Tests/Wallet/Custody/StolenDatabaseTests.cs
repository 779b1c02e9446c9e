using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Receive;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Passport;

namespace SkillsPassport.Services.Tests.Wallet.Custody;

public sealed class StolenDatabaseTests
{
    [Fact]
    public async Task A_stolen_database_shows_no_name_no_number_no_key_and_opens_no_share()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        var issuer = PeerIssuer.Of(scheme);
        using var phone = await wallet.WorkerWithCertificateAsync(issuer);
        var link = await phone.ShareAsync();
        await using var db = await wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
        var held = await db.Certificates.SingleAsync();
        var account = await db.Wallets.SingleAsync();
        using var vault = wallet.Services.GetRequiredService<Vaults>().Open(account);
        var content = vault.Open<CertificateContent>(CertificateContent.Kind, held.Id, held.Sealed);

        var stolen = wallet.Database.Stolen(known: $"{held.Id}".ToUpperInvariant());
        var secrets = new Dictionary<string, byte[]>
        {
            ["name"] = Encoding.UTF8.GetBytes("RAFIQUL"),
            ["Bangla name"] = Encoding.UTF8.GetBytes("রফিকুল"),
            ["number"] = Encoding.UTF8.GetBytes("1712345678"),
            ["serial"] = Encoding.UTF8.GetBytes("900101"),
            ["label"] = Encoding.UTF8.GetBytes("Gulf Manpower"),
            ["issuer"] = Encoding.UTF8.GetBytes(issuer.Url),
            ["credential"] = Encoding.UTF8.GetBytes(content.SdJwt[..40]),
            ["share secret"] = Encoding.UTF8.GetBytes(link[(link.LastIndexOf('/') + 1)..]),
            ["token"] = Encoding.UTF8.GetBytes("token-of-the-worker"),
            ["holder key"] = content.HolderKey[^40..],
            ["holder key, base64"] = Encoding.UTF8.GetBytes(Convert.ToBase64String(content.HolderKey)[..60]),
            ["public key"] = Encoding.UTF8.GetBytes(Assert.Single(issuer.Proofs)),
        };
        Assert.All(secrets, secret => Assert.True(stolen.AsSpan().IndexOf(secret.Value) < 0, secret.Key));
    }

    [Fact]
    public void A_sealed_value_opens_only_unchanged_in_its_own_place()
    {
        var key = new byte[32];
        var value = Sealing.Seal(key, "certificate|a", "secret"u8);
        Assert.Equal("secret"u8.ToArray(), Sealing.Open(key, "certificate|a", value));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => Sealing.Open(key, "certificate|b", value));
        for (var i = 0; i < value.Length; i++)
        {
            var changed = value.ToArray();
            changed[i] ^= 1;
            Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(
                () => Sealing.Open(key, "certificate|a", changed));
        }

        Assert.NotEqual(value, Sealing.Seal(key, "certificate|a", "secret"u8));
    }

    [Fact]
    public async Task Another_key_encryption_key_opens_nothing_and_others_may_not_read_the_file()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var phone = await wallet.WorkerAsync();
        var file = Path.Combine(wallet.Keys, "wallet-kek.key");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(32, new FileInfo(file).Length);
        await using var db = await wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
        var account = await db.Wallets.SingleAsync();
        var folder = Directory.CreateTempSubdirectory("sp-other-kek-").FullName;
        using var other = new FileKeyEncryptionKey(new SkillsPassport.Hosting.Protection.KeyFolder(folder, true));
        Assert.Throws<System.Security.Cryptography.CryptographicException>(() => new Vaults(other).Open(account));
        Assert.Throws<InvalidOperationException>(
            () => new FileKeyEncryptionKey(new SkillsPassport.Hosting.Protection.KeyFolder(folder + "-none", false)));
    }
}
