using System.Diagnostics;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.SdJwt;
using SkillsPassport.Credentials.SdJwtVc;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Passport;
using SkillsPassport.Wallet.Receive;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Benchmarks.Wallets;

/// <summary>The worker's passport with many others beside it, on a real PostgreSQL: how long the server takes for each
/// page, over HTTP on this machine.</summary>
internal static class WalletBenchmark
{
    private const string Pin = "493817";
    private const int Workers = 48;
    private const int Rounds = 5;

    public static async Task RunAsync(int count)
    {
        Table.Heading($"The passport beside {count:N0} others of {ManyWallets.Credentials} certificates, PostgreSQL");
        await using var scheme = await BenchScheme.StartAsync();
        await scheme.IssueAsync(ManyWallets.Credentials + (2 * Workers) + 1);
        var wallets = new List<Guid>();
        for (var i = 0; i < Workers; i++)
        {
            wallets.Add(await AddWorkerAsync(scheme, Number(i)));
        }

        var phones = Enumerable.Range(0, Workers)
            .Select(i => new BenchPhone(scheme.WalletUrl, Number(i), $"10.0.0.{i + 1}")).ToList();
        await phones[0].SignInAsync(Pin);
        for (var i = 0; i < ManyWallets.Credentials; i++)
        {
            await scheme.ReceiveAsync(phones[0]);
        }

        await CopyToOthersAsync(scheme, wallets);
        await ShareAsync(scheme, phones[0], await FirstOfAsync(scheme, wallets[0]));
        await new ManyWallets(scheme.Connection).FillAsync(count, wallets);
        await MeasureAsync(scheme, wallets, phones);
        phones.ForEach(phone => phone.Dispose());
    }

    private static async Task MeasureAsync(
        BenchScheme scheme, IReadOnlyList<Guid> wallets, IReadOnlyList<BenchPhone> phones)
    {
        var times = new SortedDictionary<string, List<double>>(StringComparer.Ordinal);
        List<double> Of(string what) => times.TryGetValue(what, out var known) ? known : times[what] = [];
        for (var i = 0; i < Workers; i++)
        {
            Of("sign in").Add(await phones[i].SignInAsync(Pin));
            phones[i].Certificate = await FirstOfAsync(scheme, wallets[i]);
        }

        using var verifier = new HttpClient { BaseAddress = scheme.Verifier.Home };
        for (var round = 0; round < Rounds + 1; round++)
        {
            foreach (var phone in phones)
            {
                var warm = round == 0 ? "first visits: " : "";
                Of(warm + "home").Add(await phone.GoAsync("/passport"));
                Of(warm + "certificate").Add(await phone.GoAsync($"/certificate/{phone.Certificate}"));
                Of(warm + "shares").Add(await phone.GoAsync("/share"));
                Of(warm + "history").Add(await phone.GoAsync("/history"));
                Of(warm + "make a share").Add(await ShareAsync(scheme, phone, phone.Certificate));
                await phone.FollowAsync();
                Of(warm + "recruiter").Add(await OpenAsync(verifier, phone.Link(), $"10.{round}.1.{phones.Count}"));
            }
        }

        foreach (var phone in phones.Concat(phones))
        {
            Of("receive").Add(await scheme.ReceiveAsync(phone));
        }

        Print("home", times["home"], 30);
        Print("certificate", times["certificate"], 30);
        Print("list of shares", times["shares"], 30);
        Print("history", times["history"], 30);
        Print("making a share, with the PIN", times["make a share"], 50);
        Print("recruiter's page: verifier, wallet, verdict", times["recruiter"], 30);
        Print("receiving from our own issuer", times["receive"], 200);
        Print("signing in (the PIN's hash is slow on purpose)", times["sign in"], null);
        foreach (var (what, values) in times.Where(one => one.Key.StartsWith("first", StringComparison.Ordinal)))
        {
            Print(what, values, null);
        }
    }

    private static void Print(string what, List<double> times, double? target)
    {
        Table.Value($"{what}, median", Measurement.Median(times), "ms", target);
        Table.Value($"{what}, p99 of {times.Count}", times[times.Count * 99 / 100], "ms");
    }

    private static async Task<double> ShareAsync(BenchScheme scheme, BenchPhone phone, Guid certificate)
    {
        await phone.GoAsync($"/share/new?c={certificate}&what=job&r=other&once={Guid.CreateVersion7()}");
        return await phone.SubmitAsync(("Label", "Gulf Manpower"), ("Pin", Pin));
    }

    /// <summary>What the recruiter's page asks its verifier, which asks the wallet and checks what it gets.</summary>
    private static async Task<double> OpenAsync(HttpClient verifier, string link, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/shares")
        {
            Content = JsonContent.Create(new { link }), Headers = { { "X-Forwarded-For", address } },
        };
        var watch = Stopwatch.StartNew();
        using var answer = await verifier.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        var time = watch.Elapsed.TotalMilliseconds;
        return answer.IsSuccessStatusCode && body.Contains("\"active\"", StringComparison.Ordinal)
            ? time
            : throw new InvalidOperationException(body);
    }

    private static string Number(int i) => $"+880171{i + 1_000_000:0000000}";

    private static async Task<Guid> FirstOfAsync(BenchScheme scheme, Guid wallet)
    {
        await using var db = await Databases(scheme).CreateDbContextAsync();
        return await db.Certificates.Where(one => one.WalletId == wallet).Select(one => one.Id).FirstAsync();
    }

    private static IDbContextFactory<WalletDb> Databases(BenchScheme scheme) => scheme.Get<IDbContextFactory<WalletDb>>();

    /// <summary>A passport with a random id: among a million others its rows lie anywhere.</summary>
    private static async Task<Guid> AddWorkerAsync(BenchScheme scheme, string number)
    {
        var id = Guid.NewGuid();
        var (wrapped, by) = scheme.Get<Vaults>().NewDataKey(id);
        await using var db = await Databases(scheme).CreateDbContextAsync();
        db.Wallets.Add(new WalletAccount
        {
            Id = id,
            SignInIndex = scheme.Get<SignInIndex>().Compute(number, Pin),
            PhoneIndex = PhoneNumber.Index(scheme.Get<BlindIndex>(), number),
            SealedPhone = scheme.Get<FieldCipher>().Protect("wallet-phone", number),
            WrappedKey = wrapped,
            WrappedBy = by,
            ConsentVersion = StartPassport.ConsentVersion,
            CreatedAt = DateTimeOffset.UtcNow,
        });
        await db.SaveChangesAsync();
        return id;
    }

    /// <summary>The other workers hold what the first one received, and each has a history.</summary>
    private static async Task CopyToOthersAsync(BenchScheme scheme, IReadOnlyList<Guid> wallets)
    {
        var (vaults, keep, history) = (scheme.Get<Vaults>(), scheme.Get<KeepCertificate>(), scheme.Get<HistoryLog>());
        await using var db = await Databases(scheme).CreateDbContextAsync();
        var accounts = await db.Wallets.ToDictionaryAsync(one => one.Id);
        using var first = vaults.Open(accounts[wallets[0]]);
        var contents = (await db.Certificates.AsNoTracking().ToListAsync())
            .ConvertAll(one => first.Open<CertificateContent>(CertificateContent.Kind, one.Id, one.Sealed));
        foreach (var wallet in wallets)
        {
            using var vault = vaults.Open(accounts[wallet]);
            foreach (var content in wallet == wallets[0] ? [] : contents)
            {
                var credential = SdJwtVcCredential.Read(SdJwtPresentation.Parse(content.SdJwt));
                await keep.RunAsync(
                    db, vault, wallet, new CheckedCredential(credential, Marking.Accredited), content, [], default);
                await db.SaveChangesAsync();
            }

            for (var i = 0; i < 40; i++)
            {
                db.History.Add(history.Entry(vault, wallet, HistoryKind.ShareOpened, "Gulf Manpower"));
            }

            await db.SaveChangesAsync();
        }
    }
}
