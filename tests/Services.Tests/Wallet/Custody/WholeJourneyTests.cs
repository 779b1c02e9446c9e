using System.Diagnostics;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SkillsPassport.Services.Tests.Databases;
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
    /// <summary>Not the example beside the field, which a log of pages might hold.</summary>
    private const string Number = "01798765432";

    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task After_a_whole_journey_database_backup_and_log_show_no_name_no_number_no_key_and_no_secret(string engine)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme, engine, args: ["--Recovery:Wait=00:00:01"]);
        var loot = new Loot();
        var issuer = PeerIssuer.Of(scheme);
        using var phone = await wallet.WorkerWithCertificateAsync(issuer, Number);
        var link = await phone.ShareAsync();
        await wallet.OpenAsync(link, new { country = "SA" });
        using var desk = await wallet.StaffAsync("rahima");
        await desk.HelpAsync(Number);
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

        foreach (var code in await phone.CodesAsync())
        {
            loot.Add("code of a message", code);
        }

        foreach (var cookie in new[] { phone, newPhone, desk }.SelectMany(one => one.Cookies.GetCookies(new Uri(wallet.Url)))
            .Where(one => one.Value.Length > 20))
        {
            loot.Add($"cookie {cookie.Name}", cookie.Value);
        }

        await using (var db = await OpenAsync(wallet))
        {
            var held = await db.Certificates.SingleAsync();
            var account = await db.Wallets.SingleAsync();
            using var vault = wallet.Services.GetRequiredService<Vaults>().Open(account);
            var content = vault.Open<CertificateContent>(CertificateContent.Kind, held.Id, held.Sealed);
            loot.Add("credential", content.SdJwt[..40]);
            loot.Add("disclosure", content.SdJwt.Split('~')[1]);
            loot.Add("holder key", content.HolderKey[^40..]);
            loot.Add("data key", wallet.Services.GetRequiredService<IKeyEncryptionKey>()
                .Unwrap(account.Id, account.WrappedBy, account.WrappedKey));
        }

        foreach (var key in Directory.GetFiles(wallet.Keys, "*.key"))
        {
            loot.Add(Path.GetFileName(key), await File.ReadAllBytesAsync(key));
        }

        foreach (var (name, text) in new[]
        {
            ("name", "RAFIQUL"), ("Bangla name", "রফিকুল"), ("father", "ABDUL KARIM"), ("number", Number[1..]),
            ("number as dialled", Number), ("certificate number", "NSC-CON-PLM-L2-900101"),
            ("folded certificate number", "L2900101"), ("label", "Gulf Manpower"), ("old PIN", "493817"),
            ("new PIN", "750264"), ("PIN of the offer", issuer.Pin), ("token", "token-of-the-worker"),
            ("share secret", link[(link.LastIndexOf('/') + 1)..]), ("slip", slip.Replace(" ", "", StringComparison.Ordinal)),
            ("slip as written", slip), ("passphrase", "correct horse"), ("issuer's offer", issuer.OfferUri),
        })
        {
            loot.Add(name, text);
        }

        await AssertNothingAsync(wallet, loot);
        await newPhone.GoAsync("/account");
        await newPhone.SubmitAsync("form[action*=Delete]", ("Pin", "750264"), ("Sure", "true"));
        Assert.Equal("/", newPhone.Path);
        await AssertNothingAsync(wallet, loot);
    }

    [Fact]
    public void A_secret_is_found_in_whatever_spelling_it_lies()
    {
        var loot = new Loot();
        loot.Add("number", "01798765432");
        loot.Add("key", [1, 2, 3, 250, 251, 252, 253, 254, 255]);
        static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
        byte[][] places =
        [
            Utf8("x01798765432y"), Encoding.Unicode.GetBytes("x01798765432y"), Utf8("০১৭৯৮৭৬৫৪৩২"), Utf8("২৩৪৫৬৭৮৯৭১০"),
            Utf8("23456789710"), Utf8(Convert.ToHexString(Utf8("a01798765432"))), [9, 1, 2, 3, 250, 251, 252, 253, 254, 255, 9],
            Utf8(Convert.ToBase64String(Utf8("a01798765432z"))), Utf8(Convert.ToBase64String(Utf8("ab01798765432"))),
            Utf8(Convert.ToBase64String([7, 1, 2, 3, 250, 251, 252, 253, 254, 255]).Replace('+', '-').Replace('/', '_')),
            Loot.Decoded("1\t\\\\x78" + Convert.ToHexStringLower(Utf8("01798765432"))),
        ];
        Assert.All(places, place => Assert.NotEmpty(loot.FindIn(place)));
        Assert.Empty(loot.FindIn(Utf8("01798765431 and 0102030405")));
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

    private static Task<WalletDb> OpenAsync(RunningWallet wallet) =>
        wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();

    private static async Task AssertNothingAsync(RunningWallet wallet, Loot loot)
    {
        var places = await PlacesAsync(wallet);
        places["log"] = Encoding.UTF8.GetBytes(wallet.Log.All);
        Assert.All(places, place => Assert.NotEmpty(place.Value));
        var found = places.SelectMany(place => loot.FindIn(place.Value).Select(one => $"in the {place.Key}: {one}"));
        Assert.Equal("", string.Join(Environment.NewLine, found));
    }

    /// <summary>What a thief of the machine, or of its backups, would carry away.</summary>
    private static async Task<Dictionary<string, byte[]>> PlacesAsync(RunningWallet wallet)
    {
        var folder = Directory.CreateTempSubdirectory("sp-backup-").FullName;
        if (wallet.Database.Provider == "postgresql")
        {
            var server = new NpgsqlConnectionStringBuilder(wallet.Database.ConnectionString);
            using var dump = Process.Start(
                "pg_dump", ["-h", server.Host!, "-p", $"{server.Port}", "-U", server.Username!, "-f", $"{folder}/dump", server.Database!]);
            await dump.WaitForExitAsync();
            Assert.Equal(0, dump.ExitCode);
            var text = await File.ReadAllTextAsync($"{folder}/dump", Encoding.Latin1);
            return new() { ["dump"] = Encoding.Latin1.GetBytes(text), ["decoded dump"] = Loot.Decoded(text) };
        }

        await using var db = await OpenAsync(wallet);
        await db.Database.ExecuteSqlAsync($"VACUUM INTO {folder + "/backup.db"}");
        var file = wallet.Database.ConnectionString["Data Source=".Length..];
        var places = new Dictionary<string, byte[]>
        {
            ["database"] = await ReadSharedAsync(file), ["backup"] = await ReadSharedAsync(folder + "/backup.db"),
        };
        if (await ReadSharedAsync(file + "-wal") is { Length: > 0 } journal)
        {
            places["journal"] = journal;
        }

        return places;
    }

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
