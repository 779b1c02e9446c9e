using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Counter;
using SkillsPassport.Services.Tests.Wallet.Receive;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Passport;

namespace SkillsPassport.Services.Tests.Wallet.Custody;

/// <summary>What a thief of files finds after everything a worker can do.</summary>
public sealed class WholeJourneyTests
{
    [Fact]
    public async Task After_a_whole_journey_database_backup_and_log_show_no_name_no_number_no_key_and_no_secret()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme, args: ["--Recovery:Wait=00:00:01"]);
        var issuer = PeerIssuer.Of(scheme);
        using var phone = await wallet.WorkerWithCertificateAsync(issuer);
        var link = await phone.ShareAsync();
        using var http = new HttpClient();
        await http.GetAsync(wallet.Url + link[link.IndexOf("/shares/", StringComparison.Ordinal)..]);
        using var desk = await wallet.StaffAsync("rahima");
        await desk.HelpAsync();
        await desk.GoAsync("/counter/recovery");
        await desk.SubmitAsync(
            "main form", ("Certificate", "NSC-CON-PLM-L2-900101"), ("Document", "NationalId"), ("Ending", "4821"),
            ("Seen", "true"));
        var slip = desk.Page.QuerySelector("#slip-code")!.TextContent.Trim();
        wallet.Clock.Forward(TimeSpan.FromSeconds(5));
        using var newPhone = wallet.NewPhone();
        await newPhone.GoAsync("/recover");
        await newPhone.SubmitAsync("main form", ("Slip", slip));
        await newPhone.EnterCodeAsync();
        await newPhone.SubmitAsync("main form", ("Pin", "750264"), ("Again", "750264"));
        Assert.Equal("/passport", newPhone.Path);
        await newPhone.GoAsync("/account");
        await newPhone.SubmitAsync("form[action*=Export]", ("Pin", "750264"), ("Passphrase", "correct horse battery"));

        await using var db = await wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
        var backup = Path.Combine(Directory.CreateTempSubdirectory("sp-backup-").FullName, "backup.db");
        await db.Database.ExecuteSqlAsync($"VACUUM INTO {backup}");
        var held = await db.Certificates.SingleAsync();
        var account = await db.Wallets.SingleAsync();
        using var vault = wallet.Services.GetRequiredService<Vaults>().Open(account);
        var content = vault.Open<CertificateContent>(CertificateContent.Kind, held.Id, held.Sealed);
        var dataKey = wallet.Services.GetRequiredService<IKeyEncryptionKey>()
            .Unwrap(account.Id, account.WrappedBy, account.WrappedKey);
        var kek = await File.ReadAllBytesAsync(Path.Combine(wallet.Keys, "wallet-kek.key"));
        var file = wallet.Database.ConnectionString["Data Source=".Length..];
        var places = new Dictionary<string, byte[]>
        {
            ["database"] = await ReadSharedAsync(file),
            ["WAL"] = await ReadSharedAsync(file + "-wal"),
            ["backup"] = await ReadSharedAsync(backup),
            ["log"] = Encoding.UTF8.GetBytes(wallet.Log.All),
        };
        Assert.All(places, place => Assert.NotEmpty(place.Value));

        var secrets = new Dictionary<string, byte[]>
        {
            ["name"] = "RAFIQUL"u8.ToArray(),
            ["Bangla name"] = Encoding.UTF8.GetBytes("রফিকুল"),
            ["number"] = "1712345678"u8.ToArray(),
            ["certificate number"] = "900101"u8.ToArray(),
            ["folded certificate number"] = "L2900101"u8.ToArray(),
            ["label"] = "Gulf Manpower"u8.ToArray(),
            ["credential"] = Encoding.UTF8.GetBytes(content.SdJwt[..40]),
            ["share secret"] = Encoding.UTF8.GetBytes(link[(link.LastIndexOf('/') + 1)..]),
            ["slip"] = Encoding.UTF8.GetBytes(slip.Replace(" ", "", StringComparison.Ordinal)),
            ["slip as written"] = Encoding.UTF8.GetBytes(slip),
            ["old PIN"] = "493817"u8.ToArray(),
            ["new PIN"] = "750264"u8.ToArray(),
            ["passphrase"] = "correct horse"u8.ToArray(),
            ["holder key"] = content.HolderKey[^40..],
            ["holder key, base64"] = Encoding.UTF8.GetBytes(Convert.ToBase64String(content.HolderKey)[..60]),
            ["data key"] = dataKey,
            ["key-encryption key"] = kek,
        };
        foreach (var (place, bytes) in places)
        {
            Assert.All(secrets, secret =>
            {
                var at = bytes.AsSpan().IndexOf(secret.Value);
                Assert.True(at < 0, $"{secret.Key} in the {place}: {Around(bytes, at)}");
            });
        }
    }

    [Fact]
    public async Task A_deleted_passport_is_gone_from_the_file()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var phone = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(scheme));
        await phone.ShareAsync();
        await using var db = await wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
        var account = await db.Wallets.AsNoTracking().SingleAsync();
        var rows = new List<byte[]>
        {
            account.WrappedKey, account.SealedPhone, account.SignInIndex, account.PhoneIndex!,
            (await db.Certificates.AsNoTracking().SingleAsync()).Sealed[^40..],
            (await db.Shares.AsNoTracking().SingleAsync()).Sealed[^40..],
            (await db.Intentions.AsNoTracking().SingleAsync()).Sealed[^40..],
            (await db.Devices.AsNoTracking().SingleAsync()).Sealed,
        };
        rows.AddRange(await db.History.AsNoTracking().Where(one => one.Sealed != null).Select(one => one.Sealed!).ToListAsync());
        var file = wallet.Database.ConnectionString["Data Source=".Length..];
        await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        var before = await ReadSharedAsync(file);
        Assert.All(rows, row => Assert.True(before.AsSpan().IndexOf(row) >= 0));

        await phone.GoAsync("/account");
        await phone.SubmitAsync("form[action*=Delete]", ("Pin", "493817"), ("Sure", "true"));
        Assert.Equal("/", phone.Path);
        var after = (await ReadSharedAsync(file)).Concat(await ReadSharedAsync(file + "-wal")).ToArray();
        Assert.All(rows, row => Assert.True(after.AsSpan().IndexOf(row) < 0));
        Assert.Empty(await db.Wallets.AsNoTracking().ToListAsync());
        Assert.Empty(await db.History.AsNoTracking().ToListAsync());
    }

    private static string Around(byte[] bytes, int at) =>
        at < 0 ? "" : Encoding.UTF8.GetString(bytes[Math.Max(0, at - 200)..Math.Min(bytes.Length, at + 40)]);

    private static async Task<byte[]> ReadSharedAsync(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory);
        return memory.ToArray();
    }
}
