using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SkillsPassport.Benchmarks.Library;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Frameworks;
using SkillsPassport.Hosting.Development;
using SkillsPassport.Issuer;
using SkillsPassport.Issuer.Approval;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Issuer.Sheets;

namespace SkillsPassport.Benchmarks.Services;

/// <summary>The real issuer on SQLite in a folder of its own, with an authority beside it and three officers.</summary>
internal sealed class BenchIssuer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly WebApplication _authority;
    private readonly string _folder;

    private BenchIssuer(WebApplication app, WebApplication authority, string folder) =>
        (_app, _authority, _folder) = (app, authority, folder);

    public IServiceProvider Services => _app.Services;

    public string Url { get; private init; } = "";

    /// <summary>The root of its certificates, as an authority would pin it.</summary>
    public byte[] Root => X509Certificate2.CreateFromPem(
        File.ReadAllText(Path.Combine(_folder, "keys", DevelopmentKeys.RootFile))).RawData;

    public static async Task<BenchIssuer> StartAsync()
    {
        var (port, authorityPort) = (VerifyApiBenchmark.FreePort(), VerifyApiBenchmark.FreePort());
        var url = $"http://localhost:{port}";
        var world = new BenchWorld(url);
        var authority = await VerifyApiBenchmark.StartAsync(authorityPort, app =>
            app.MapGet("/trust-list.jwt", () => Results.Text(world.TrustList, Specs.TrustList.MediaType)));
        var folder = Directory.CreateTempSubdirectory("sp-bench-").FullName;
        var app = IssuerHost.Build(
        [
            "--environment=Development", $"--urls=http://127.0.0.1:{port}", $"--Data:Folder={folder}",
            $"--Keys:Folder={folder}/keys", "--Database:Provider=sqlite",
            $"--Database:ConnectionString=Data Source={folder}/issuer.db", $"--Issuer:PublicUrl={url}",
            $"--Trust:Address=http://localhost:{authorityPort}/trust-list.jwt",
            $"--Trust:RootKey={world.Authority.PublicJwk.ToJson().ToJsonString()}",
        ], builder => builder.Logging.ClearProviders());
        await app.StartAsync();
        foreach (var (user, role) in new[]
        {
            ("assessor", OfficerRole.Assessor), ("officer.a", OfficerRole.Officer), ("officer.b", OfficerRole.Officer),
        })
        {
            if (await AddOfficer.MakeAsync(app.Services, user, user, role.ToString(), "a-long-password") is { } problem)
            {
                throw new InvalidOperationException(problem);
            }
        }

        return new BenchIssuer(app, authority, folder) { Url = url };
    }

    /// <summary>Sends a sheet of invented people through the same import as anybody's; returns its id.</summary>
    public async Task<string> SendSheetAsync(int rows, int firstPerson)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(Sheet(rows, firstPerson)));
        return await Services.GetRequiredService<ReceiveSheet>().ReceiveAsync(file, "bench.csv", "assessor", default) switch
        {
            Reception.Received received => received.SheetId,
            Reception.Refused refused => throw new InvalidOperationException($"{refused.Check.Findings[0]}"),
            _ => throw new InvalidOperationException("The sheet was here already."),
        };
    }

    /// <summary>Two officers approve; the second approval starts the issuing.</summary>
    public async Task ApproveAsync(string sheet)
    {
        await using var db = Db();
        var digest = (await db.Sheets.AsNoTracking().SingleAsync(one => one.Id == sheet)).Digest;
        var approve = Services.GetRequiredService<ApproveSheet>();
        foreach (var officer in new[] { "officer.a", "officer.b" })
        {
            if (await approve.ApproveAsync(sheet, digest, officer, default) is { } refusal)
            {
                throw new InvalidOperationException($"{refusal}");
            }
        }
    }

    /// <summary>Waits until every certificate of the sheet is signed and stored.</summary>
    public async Task IssuedAsync(string sheet)
    {
        await using var db = Db();
        for (; ; await Task.Delay(10))
        {
            var state = await db.Sheets.AsNoTracking().Where(one => one.Id == sheet).Select(one => one.State).SingleAsync();
            if (state == SheetState.Stopped)
            {
                throw new InvalidOperationException("Issuing stopped.");
            }

            if (state == SheetState.Issued)
            {
                return;
            }
        }
    }

    public IssuerDb Db() => Services.GetRequiredService<IDbContextFactory<IssuerDb>>().CreateDbContext();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _authority.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Sheet(int rows, int firstPerson)
    {
        var day = DateTime.UtcNow.AddDays(-10).ToString("yyyy-MM-dd");
        var units = string.Join(';', FrameworkData.FindOccupation("plumbing")!.Units.Select(unit => unit.Code + "=C"));
        var text = new StringBuilder(string.Join(',', SheetContract.Current.Columns.Select(column => column.Key))).Append('\n');
        for (var i = 0; i < rows; i++)
        {
            var n = firstPerson + i;
            text.Append($"{i + 1},TEST PERSON {Letters(n)},নমুনা প্রার্থী,TEST FATHER,TEST MOTHER,1990-05-05,NID,")
                .Append($"19909919{n:000000000},ZZ{n:0000000},+88013{n:00000000},plumbing,BD-NSQF,2021,2,RPL,RPLC-DEMO-01,")
                .Append($"S-BENCH-1,{day},{day},ASR-DEMO-001,ASR-DEMO-002,Present,{units}\n");
        }

        return text.ToString();
    }

    private static string Letters(int n) => string.Concat($"{n}".Select(digit => (char)('A' + digit - '0')));
}
