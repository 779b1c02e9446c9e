using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.Extensions.WebEncoders;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Hosting.Limits;
using SkillsPassport.Hosting.Look;
using SkillsPassport.Hosting.Start;
using SkillsPassport.Hosting.Status;
using SkillsPassport.Hosting.Trust;
using SkillsPassport.Wallet.Account;
using SkillsPassport.Wallet.Counter;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.Declared;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Messages;
using SkillsPassport.Wallet.Offline;
using SkillsPassport.Wallet.Passkeys;
using SkillsPassport.Wallet.Passport;
using SkillsPassport.Wallet.Receive;
using SkillsPassport.Wallet.Recruiters;
using SkillsPassport.Wallet.Recovery;
using SkillsPassport.Wallet.Share;
using SkillsPassport.Wallet.SignIn;
using SkillsPassport.Wallet.Start;

namespace SkillsPassport.Wallet;

/// <summary>The worker's passport as a web application.</summary>
public static class WalletHost
{
    /// <summary>Given to each browser with its first form, gone when it is closed.</summary>
    public const string FormsCookie = "sp-wallet-forms";

    private static readonly Assembly Service = typeof(WalletHost).Assembly;

    /// <param name="args">Command line.</param>
    /// <param name="configure">Settings and services of the caller: another host in the same process, or a
    /// test.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = ServiceHost.CreateBuilder(args, Service, "wallet", defaultPort: 5103);
        configure?.Invoke(builder);
        var development = builder.Environment.IsDevelopment();
        builder.AddWalletOptions();
        builder.AddValidated<SignInOptions>(SignInOptions.Section);
        builder.AddServiceDatabase<WalletDb>();
        builder.Services.AddSingleton<Waits>();
        builder.Services.AddSingleton<ICounters>(all => new NotedCounters(
            ActivatorUtilities.CreateInstance<Counters<WalletDb>>(all), all.GetRequiredService<Waits>()));
        builder.AddTrustList();
        builder.AddStatusLists();
        builder.AddPhrases(Service, "bn", "en");
        builder.AddLook();
        AddPages(builder);
        AddSignIn(builder.Services, httpsOnly: !development);
        builder.Services.AddSingleton<FileKeyEncryptionKey>();
        builder.Services.AddSingleton<IKeyEncryptionKey>(all => all.GetRequiredService<FileKeyEncryptionKey>());
        builder.Services.AddStartCheck(all => all.GetRequiredService<FileKeyEncryptionKey>().Check());
        builder.Services.AddSingleton<Vaults>();
        builder.Services.AddSingleton<RewrapKeys>();
        builder.Services.AddSingleton<HistoryLog>();
        builder.Services.AddSingleton<ReadHistory>();
        builder.Services.AddSingleton<ExportHistory>();
        builder.AddMessages();
        builder.Services.AddReceiving();
        builder.Services.AddPassport();
        builder.Services.AddDeclared();
        builder.AddRecruiters();
        builder.Services.AddSharing();
        builder.Services.AddAccount();
        builder.AddPasskeys();
        builder.AddCounter();
        builder.AddRecovery();

        var app = builder.Build();
        app.UseServiceDefaults();
        app.Use(Waits.SayAsync);
        app.UseMiddleware<BanglaFirst>();
        app.UseMiddleware<NothingKept>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapScripts();
        app.MapParts();
        app.MapOffline();
        app.MapScanner();
        app.MapRazorPages();
        app.MapShares();
        return app;
    }

    private static void AddPages(WebApplicationBuilder builder)
    {
        builder.Services.AddRazorPages(pages => pages.RootDirectory = "/").ConfigureApplicationPartManager(parts =>
        {
            // Another host may be the entry assembly: only this service's own pages are served here.
            parts.ApplicationParts.Clear();
            parts.ApplicationParts.Add(new AssemblyPart(Service));
            parts.ApplicationParts.Add(new CompiledRazorAssemblyPart(Service));
        });
        // Bangla as itself, not as numeric references: half the bytes on a slow line.
        builder.Services.Configure<WebEncoderOptions>(
            encoder => encoder.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        builder.Services.Configure<RouteOptions>(routes => routes.LowercaseUrls = true);
        builder.Services.AddAntiforgery(forgery =>
        {
            forgery.Cookie.Name = FormsCookie;
            forgery.Cookie.SameSite = SameSiteMode.Lax;
            forgery.Cookie.SecurePolicy = builder.Environment.IsDevelopment()
                ? CookieSecurePolicy.SameAsRequest
                : CookieSecurePolicy.Always;
        });
    }

    private static void AddSignIn(IServiceCollection services, bool httpsOnly)
    {
        services.AddAuthentication(Session.Scheme)
            .AddCookie(Session.Scheme, options => Session.Configure(options, httpsOnly));
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Worker, policy => policy.RequireAuthenticatedUser()
                .RequireAssertion(context => Session.HelperOf(context.User) is null))
            .AddPolicy(Policies.Receives, policy => policy.RequireAuthenticatedUser())
            .SetFallbackPolicy(new AuthorizationPolicyBuilder(Session.Scheme).RequireAuthenticatedUser().Build());
        services.AddSingleton<SignInIndex>();
        services.AddSingleton<RightPins>();
        services.AddSingleton<Pace>();
        services.AddSingleton<Guesses>();
        services.AddSingleton<KnownDevice>();
        services.AddSingleton<ProvenPhone>();
        services.AddSingleton<Devices>();
        services.AddSingleton<QuickLock>();
        services.AddScoped<Refusals>();
        services.AddSingleton<OpenPassport>();
        services.AddSingleton<StartPassport>();
        services.AddSingleton<AskPin>();
        services.AddScoped<CurrentWorker>();
    }
}

/// <summary>Who may use a route. Every page names one of these, or says that anybody may.</summary>
public static class Policies
{
    /// <summary>A worker signed in to a passport, alone.</summary>
    public const string Worker = "Worker";

    /// <summary>The same, or a helper at a counter with the worker's code: may receive, and nothing else.</summary>
    public const string Receives = "Receives";

    /// <summary>An officer at a counter.</summary>
    public const string Helper = "Helper";

    /// <summary>The second person at a counter, who approves what a helper asked for.</summary>
    public const string Supervisor = "Supervisor";
}
