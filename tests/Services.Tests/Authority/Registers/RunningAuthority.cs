using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SkillsPassport.Authority;
using SkillsPassport.Authority.Database;
using SkillsPassport.Authority.Officers;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Officers;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Services.Tests.Issuer;

namespace SkillsPassport.Services.Tests.Authority.Registers;

/// <summary>The authority's desk as it runs: its own host and port, driven over HTTP by officers with browsers.</summary>
public sealed class RunningAuthority : IAsyncDisposable
{
    public const string Password = "a-long-password";
    private readonly WebApplication _app;

    private RunningAuthority(WebApplication app, TestDatabase database, string folder)
    {
        (_app, Database, Folder) = (app, database, folder);
        Url = app.Urls.Single().Replace("127.0.0.1", "localhost");
        Http = new HttpClient { BaseAddress = new Uri(Url) };
    }

    public string Url { get; }

    public HttpClient Http { get; }

    public TestDatabase Database { get; }

    public string Folder { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts one; with <paramref name="beside"/> a second copy on the same database and keys.</summary>
    public static async Task<RunningAuthority> StartAsync(string engine = "sqlite", RunningAuthority? beside = null,
        TestDatabase? database = null, string? folder = null, TimeProvider? clock = null, string[]? settings = null)
    {
        var fresh = beside is null && database is null;
        database ??= beside?.Database ?? await TestDatabase.NewAsync(engine);
        folder ??= beside?.Folder ?? Directory.CreateTempSubdirectory("sp-authority-").FullName;
        var app = AuthorityHost.Build(
        [
            "--environment=Development", "--urls=http://127.0.0.1:0", $"--Data:Folder={folder}",
            "--Authority:PublicUrl=http://localhost:5104", $"--Authority:Folder={Path.Combine(folder, "list")}",
            .. database.Args, .. settings ?? [],
        ],
        builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton(clock ?? TimeProvider.System);
            // Five accounts for each start: what is tested here is not how dear a guess is.
            builder.Services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1000);
        });
        await app.StartAsync();
        if (fresh)
        {
            foreach (var (user, role) in new[]
            {
                ("compare.a", OfficerRole.Comparisons), ("compare.b", OfficerRole.Comparisons),
                ("recruit.a", OfficerRole.Recruiters), ("recruit.b", OfficerRole.Recruiters),
                ("auditor", OfficerRole.Auditor),
            })
            {
                Assert.Null(await AddOfficer.MakeAsync(app.Services, user, $"Name of {user}", role.ToString(), Password));
            }
        }

        return new RunningAuthority(app, database, folder);
    }

    /// <summary>A signed-in officer's browser.</summary>
    public async Task<OfficerBrowser> SignInAsync(string user, string language = "en")
    {
        var browser = new OfficerBrowser(Url, language);
        await browser.SignInAsync(user, Password);
        return browser;
    }

    public AuthorityDb Db() => Services.GetRequiredService<IDbContextFactory<AuthorityDb>>().CreateDbContext();

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    /// <summary>The published register, checked with the key in the folder.</summary>
    public async Task<SignedRegister<T>> PublishedAsync<T>() where T : RegisterContent => SignedRegister<T>.Parse(
        await Http.GetStringAsync("/" + RegisterKind.Of<T>().FileName), null,
        [Get<SkillsPassport.Authority.Publishing.RegisterKeys>().TrustedOf(RegisterKind.Of<T>().Name)]);

    /// <summary>The id of the proposal that waits for this row.</summary>
    public async Task<string> WaitingAsync(string subject)
    {
        await using var db = Db();
        return await db.Proposals.Where(one => one.Subject == subject && one.State == ProposalState.Waiting)
            .Select(one => one.Id).SingleAsync();
    }

    /// <summary>Has a waiting proposal approved.</summary>
    public async Task<Shown> ApproveAsync(string subject, string officer)
    {
        using var browser = await SignInAsync(officer);
        return await browser.SubmitAsync(await browser.GetAsync($"/desk/proposals/{await WaitingAsync(subject)}"),
            "form[action*=Approve]", []);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
