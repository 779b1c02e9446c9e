using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Verifier;
using SkillsPassport.Services.Tests.Wallet.Counter;
using SkillsPassport.Services.Tests.Wallet.Receive;
using SkillsPassport.Wallet;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Passkeys;
using SkillsPassport.Wallet.Recruiters;

namespace SkillsPassport.Services.Tests.Wallet.Start;

/// <summary>Every route, for every role, with the ids of one owner's rows: only the owner gets them, and nothing
/// changes. The doors come from the running service, so that a new one is walked or fails the test.</summary>
public sealed class RouteTableTests
{
    private const string StrangersPin = "862044";

    /// <summary>Not the example that stands beside the field on every sign-in page.</summary>
    private const string OwnersNumber = "01798765432";

    /// <summary>What only the owner may read.</summary>
    private static readonly string[] Private = ["RAFIQUL", "রফিকুল", "900101", "Gulf Manpower", OwnersNumber[1..]];

    /// <summary>Roles with an account at a counter.</summary>
    private static readonly Dictionary<string, string> Staffed = new()
    {
        ["helper"] = "rahima", ["supervisor"] = "selim", ["helping another"] = "karim",
    };

    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task Every_route_gives_the_owners_rows_to_the_owner_alone_and_changes_nothing_for_others(string engine)
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(
            scheme, engine, args: ["--SignIn:WrongPerSession=1000", "--SignIn:WrongPerNumber=1000"]);
        var doors = await Door.AllAsync(wallet);
        Assert.Empty(doors.Select(one => one.Pattern).Except(RouteTable.Routes.Keys));
        Assert.Empty(RouteTable.Routes.Keys.Except(doors.Select(one => one.Pattern)));
        Assert.True(doors.Count > 60);
        Assert.All(doors, door => Assert.Equal(PolicyOf(door.For), door.ForAnybody ? null : door.Policy ?? "none"));

        using var owner = await wallet.WorkerWithCertificateAsync(PeerIssuer.Of(scheme), OwnersNumber);
        await owner.ShareAsync();
        await owner.GoAsync("/declared?kind=skill");
        await owner.SubmitAsync("main form", ("What", "900101 tiles"));
        using var helper = await wallet.StaffAsync("rahima");
        await AskRecoveryAsync(helper);
        using var supervisor = await wallet.StaffAsync("selim", "supervisor");
        using var nobody = wallet.NewPhone();
        using var stranger = await wallet.WorkerAsync("01812345678", StrangersPin);
        using var helping = await wallet.StaffAsync("karim");
        await helping.HelpAsync("01812345678");
        var rows = await RowsAsync(wallet);

        var wrong = new List<string>();
        foreach (var (role, phone) in new[]
        {
            ("nobody", nobody), ("stranger", stranger), ("helper", helper), ("supervisor", supervisor),
            ("helping another", helping),
        })
        {
            var before = await SnapshotAsync(wallet, rows);
            // What only looks comes first; each form that is sent is looked at alone.
            foreach (var door in doors.Where(one => !IsTheirs(role, one)).OrderBy(one => one.Method))
            {
                await AskAsync(phone, role, door, row => rows[row]);
                if (!IsRefused(role, door, phone))
                {
                    wrong.Add($"{role}: {door} gave {(int)phone.Status} at {phone.Path}");
                }

                if (door.Pattern != "/outbox" && Private.Any(one => phone.Page.Source.Text.Contains(one, StringComparison.Ordinal)))
                {
                    wrong.Add($"{role}: {door} shows what is the owner's");
                }

                if (door.Method != "GET" && before != await SnapshotAsync(wallet, rows))
                {
                    before = await SnapshotAsync(wallet, rows);
                    wrong.Add($"{role}: {door} changed the owner's rows");
                }
            }
        }

        await owner.SignInAsync(OwnersNumber, "493817");
        foreach (var door in doors.Where(one => one.Method == "GET" && one.For is For.Worker or For.Receives))
        {
            await owner.GoAsync(door.Path(row => rows[row]));
            if (owner.Status != HttpStatusCode.OK || owner.Path.StartsWith("/sign-in", StringComparison.Ordinal))
            {
                wrong.Add($"owner: {door} gave {(int)owner.Status} at {owner.Path}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public async Task Nothing_is_done_for_another_sites_form()
    {
        await using var scheme = await Scheme.StartAsync();
        await using var wallet = await RunningWallet.StartAsync(scheme);
        using var phone = await wallet.WorkerAsync();
        var forms = (await Door.AllAsync(wallet)).Where(one => one.Method != "GET" && one.For is not (For.Helper or For.Supervisor))
            .ToList();
        Assert.True(forms.Count > 25);
        foreach (var form in forms)
        {
            await phone.PostBareAsync(form.Path(_ => Guid.NewGuid()), ("Pin", "493817"), ("Sure", "true"));
            Assert.True(phone.Status == HttpStatusCode.BadRequest, $"{form}: {phone.Status}");
        }
    }

    private static string? PolicyOf(For whom) => whom switch
    {
        For.Worker => Policies.Worker,
        For.Receives => Policies.Receives,
        For.Helper => Policies.Helper,
        For.Supervisor => Policies.Supervisor,
        _ => null,
    };

    /// <summary>What a second person decides about an owner's request is theirs to decide: tested with recovery.</summary>
    private static bool IsTheirs(string role, Door door) => role == "supervisor" && door.For == For.Supervisor;

    private static bool IsRefused(string role, Door door, Phone phone)
    {
        bool At(string path) => phone.Path.Split('?')[0] == path;
        var own = door.Ids.Count > 0 || door.For == For.Secret
            ? phone.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone
                || (door is { For: For.Secret, Method: "POST" } && phone.Status == HttpStatusCode.BadRequest)
            : (int)phone.Status < 500;
        var staff = role is "helper" or "supervisor" or "helping another";
        return (role, door.For) switch
        {
            (_, For.Anybody) => (int)phone.Status < 500,
            (_, For.Secret) => own,
            ("stranger", For.Worker or For.Receives) or ("helping another", For.Receives) => own,
            ("helping another", For.Worker) => At("/helped"),
            (_, For.Worker or For.Receives) => At("/sign-in"),
            (_, For.Helper) => staff ? (int)phone.Status < 500 : At("/counter/sign-in"),
            (_, For.Supervisor) => At(staff ? "/counter" : "/counter/sign-in"),
            _ => false,
        };
    }

    /// <summary>Goes through a door with everything a person of this role has: a session, a token, the own PIN.</summary>
    private static async Task AskAsync(Phone phone, string role, Door door, Func<Row, Guid> rows)
    {
        await ReadyAsync(phone, role, door);
        if (door.Method == "GET")
        {
            await phone.GoAsync(door.Path(rows));
            return;
        }

        var token = phone.Page.QuerySelector("input[name=__RequestVerificationToken]")?.GetAttribute("value") ?? "";
        await phone.PostBareAsync(door.Path(rows),
        [
            ("__RequestVerificationToken", token), ("Pin", StrangersPin), ("Label", "x"), ("Days", "7"), ("what", "job"),
            ("Code", "271828"), .. door.Fields(rows),
        ]);
    }

    /// <summary>A page with a form, in a session that an earlier door (lock, sign out) may have ended.</summary>
    private static async Task ReadyAsync(Phone phone, string role, Door door)
    {
        if (role == "stranger" && (await phone.GoAsync("/passport")).Path.StartsWith("/sign-in", StringComparison.Ordinal))
        {
            await phone.SignInAsync("01812345678", StrangersPin);
        }

        if (Staffed.TryGetValue(role, out var user)
            && (await phone.GoAsync("/counter")).Path.StartsWith("/counter/sign-in", StringComparison.Ordinal))
        {
            await phone.SignInAtCounterAsync(user);
        }

        if (role == "helping another" && (await phone.GoAsync("/helped")).Path.StartsWith("/sign-in", StringComparison.Ordinal))
        {
            await phone.HelpAsync("01812345678");
        }

        var atCounter = door.For is For.Helper or For.Supervisor || door.Pattern == "/counter/sign-in";
        if (role != "stranger")
        {
            await phone.GoAsync(
                atCounter && role != "nobody" ? "/counter/help" : role == "helping another" ? "/helped" : "/sign-up");
        }
    }

    private static async Task AskRecoveryAsync(Phone desk)
    {
        await desk.GoAsync("/counter/recovery");
        await desk.SubmitAsync(
            "main form", ("Certificate", "NSC-CON-PLM-L2-900101"), ("Document", "NationalId"), ("Ending", "4821"),
            ("Seen", "true"));
        Assert.NotNull(desk.Page.QuerySelector("#slip-code"));
    }

    private static async Task<IReadOnlyDictionary<Row, Guid>> RowsAsync(RunningWallet wallet)
    {
        await using var db = await OpenAsync(wallet);
        var certificate = await db.Certificates.SingleAsync();
        var account = await db.Wallets.SingleAsync(one => one.Id == certificate.WalletId);
        using var vault = wallet.Services.GetRequiredService<Vaults>().Open(account);
        var passkey = Guid.NewGuid();
        var content = new PasskeyContent("phone", [1], [2], DateTimeOffset.UtcNow, 0, null, true, false, false);
        db.Passkeys.Add(new Passkey
        {
            Id = passkey, WalletId = account.Id, CredentialIndex = [1], CreatedAt = DateTimeOffset.UtcNow,
            Sealed = vault.Seal(PasskeyContent.Kind, passkey, content),
        });
        var share = await db.Shares.SingleAsync();
        var warning = wallet.Services.GetRequiredService<RecruiterEvents>().Warning(
            vault, account.Id, [1], new(new("RL-1", "Agency", null), LicenceWord.Suspended, null));
        db.RecruiterWarnings.Add(warning);
        await db.SaveChangesAsync();
        return new Dictionary<Row, Guid>
        {
            [Row.Certificate] = certificate.Id,
            [Row.Share] = share.Id,
            [Row.Intention] = (await db.Intentions.SingleAsync()).Id,
            [Row.Device] = (await db.Devices.FirstAsync(one => one.WalletId == account.Id)).Id,
            [Row.Passkey] = passkey,
            [Row.Recovery] = (await db.Recoveries.SingleAsync()).Id,
            [Row.Declared] = (await db.Declared.SingleAsync()).Id,
            [Row.Warning] = warning.Id,
        };
    }

    /// <summary>Everything in the database that is the owner's, as text.</summary>
    private static async Task<string> SnapshotAsync(RunningWallet wallet, IReadOnlyDictionary<Row, Guid> rows)
    {
        await using var db = await OpenAsync(wallet);
        var id = (await db.Certificates.AsNoTracking().SingleAsync(one => one.Id == rows[Row.Certificate])).WalletId;
        return JsonSerializer.Serialize(new object[]
        {
            await db.Wallets.AsNoTracking().Where(one => one.Id == id).ToListAsync(),
            await db.Certificates.AsNoTracking().Where(one => one.WalletId == id).ToListAsync(),
            await db.Shares.AsNoTracking().Where(one => one.WalletId == id).ToListAsync(),
            await db.ShareOpenings.AsNoTracking().Where(one => one.WalletId == id).ToListAsync(),
            await db.RecruiterWarnings.AsNoTracking().Where(one => one.WalletId == id).ToListAsync(),
            await db.Intentions.AsNoTracking().Where(one => one.WalletId == id).ToListAsync(),
            await db.History.AsNoTracking().Where(one => one.WalletId == id).OrderBy(one => one.Id).ToListAsync(),
            await db.Devices.AsNoTracking().Where(one => one.WalletId == id).ToListAsync(),
            await db.Passkeys.AsNoTracking().Where(one => one.WalletId == id).ToListAsync(),
            await db.Recoveries.AsNoTracking().Where(one => one.WalletId == id).ToListAsync(),
            await db.Declared.AsNoTracking().Where(one => one.WalletId == id).ToListAsync(),
        });
    }

    private static Task<WalletDb> OpenAsync(RunningWallet wallet) =>
        wallet.Services.GetRequiredService<IDbContextFactory<WalletDb>>().CreateDbContextAsync();
}
