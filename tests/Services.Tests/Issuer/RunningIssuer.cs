using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SkillsPassport.Credentials.Trust;
using SkillsPassport.Issuer;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Peers;
using SkillsPassport.Services.Tests.Verifier;

namespace SkillsPassport.Services.Tests.Issuer;

/// <summary>The issuer as it runs: its own host and port, driven over HTTP by officers with browsers.</summary>
public sealed class RunningIssuer : IAsyncDisposable
{
    public const string Password = "a-long-password";
    private readonly WebApplication _app;
    private readonly Scheme? _ownScheme;

    private RunningIssuer(WebApplication app, LogLines log, TestDatabase database, string folder, Scheme scheme, Scheme? own)
    {
        (_app, Log, Database, Folder, Scheme, _ownScheme) = (app, log, database, folder, scheme, own);
        Url = app.Urls.Single().Replace("127.0.0.1", "localhost");
    }

    public string Url { get; }

    public LogLines Log { get; }

    public TestDatabase Database { get; }

    public string Folder { get; }

    public Scheme Scheme { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts one; with <paramref name="beside"/> a second copy on the same database and keys.</summary>
    public static async Task<RunningIssuer> StartAsync(string engine = "sqlite", RunningIssuer? beside = null,
        bool issuing = true, string[]? settings = null, Action<WebApplicationBuilder>? configure = null)
    {
        var own = beside is null ? await Scheme.StartAsync() : null;
        var scheme = own ?? beside!.Scheme;
        own?.PublishNextTrustList(list => list with { Centres = Centres });
        var database = beside?.Database ?? await TestDatabase.NewAsync(engine);
        var folder = beside?.Folder ?? Directory.CreateTempSubdirectory("sp-issuer-").FullName;
        var log = new LogLines();
        var app = IssuerHost.Build(
        [
            "--environment=Development", "--urls=http://127.0.0.1:0", $"--Data:Folder={folder}",
            "--Issuer:PublicUrl=http://localhost:5101", $"--Trust:Address={scheme.Authority.Url}/trust-list.jwt",
            $"--Trust:RootKey={scheme.Root.PublicJwk.ToJson().ToJsonString()}", "--Trust:RefreshSeconds=1", .. database.Args,
            // Without the background work a test takes its steps one by one.
            $"--Issuing:InThisProcess={issuing}", .. settings ?? [],
        ],
        builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<ILoggerProvider>(log);
            // Officers sign in all the time here.
            builder.Services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1000);
            configure?.Invoke(builder);
        });
        await app.StartAsync();
        var issuer = new RunningIssuer(app, log, database, folder, scheme, own);
        if (beside is null)
        {
            foreach (var (user, role) in new[]
            {
                ("assessor", OfficerRole.Assessor), ("officer.a", OfficerRole.Officer), ("officer.b", OfficerRole.Officer),
                ("officer.c", OfficerRole.Officer), ("auditor", OfficerRole.Auditor),
            })
            {
                Assert.Null(await AddOfficer.MakeAsync(app.Services, user, $"Name of {user}", role.ToString(), Password));
            }
        }

        return issuer;
    }

    /// <summary>The demo centres; one of them was accredited for the year 2020 only.</summary>
    public static IReadOnlyList<AccreditedCentre> Centres { get; } =
    [
        .. Enumerable.Range(1, 4).Select(i =>
            new AccreditedCentre($"RPLC-DEMO-0{i}", new($"Demo Centre {i}", $"ডেমো কেন্দ্র {i}"), "Dhaka", new(2020, 1, 1), null)),
        new("RPLC-ENDED-01", new("Ended Centre"), "Dhaka", new(2020, 1, 1), new(2020, 12, 31)),
    ];

    /// <summary>A signed-in officer's browser.</summary>
    public async Task<OfficerBrowser> SignInAsync(string user)
    {
        var browser = new OfficerBrowser(Url);
        await browser.SignInAsync(user, Password);
        return browser;
    }

    public IssuerDb Db() => Services.GetRequiredService<IDbContextFactory<IssuerDb>>().CreateDbContext();

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Sends a sheet in as the assessor and has it approved by two officers. Returns its id.</summary>
    public async Task<string> ApprovedAsync(byte[] sheet)
    {
        using var assessor = await SignInAsync("assessor");
        var id = (await assessor.SendSheetAsync(sheet)).SheetId;
        foreach (var user in new[] { "officer.a", "officer.b" })
        {
            using var officer = await SignInAsync(user);
            Assert.Equal(HttpStatusCode.OK, (await officer.ApproveAsync(id!)).Status);
        }

        return id!;
    }

    /// <summary>The same, and waits until every certificate is signed.</summary>
    public async Task<string> IssuedAsync(byte[] sheet)
    {
        var id = await ApprovedAsync(sheet);
        await UntilAsync(id, SheetState.Issued);
        return id;
    }

    public async Task UntilAsync(string id, SheetState state, int seconds = 180) => await Eventually.TrueAsync(async () =>
    {
        await using var db = Db();
        return await db.Sheets.AnyAsync(sheet => sheet.Id == id && sheet.State == state);
    }, seconds);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_ownScheme is not null)
        {
            await _ownScheme.DisposeAsync();
        }
    }
}
