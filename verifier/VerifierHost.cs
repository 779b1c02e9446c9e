using System.IO.Compression;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.ResponseCompression;
using SkillsPassport.Credentials.Verification;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Desk;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Hosting.Limits;
using SkillsPassport.Hosting.Look;
using SkillsPassport.Hosting.Start;
using SkillsPassport.Hosting.Status;
using SkillsPassport.Hosting.Trust;
using SkillsPassport.Verifier.ApiKeys;
using SkillsPassport.Verifier.Browser;
using SkillsPassport.Verifier.Bundle;
using SkillsPassport.Verifier.Comparisons;
using SkillsPassport.Verifier.Database;
using SkillsPassport.Verifier.Limits;
using SkillsPassport.Verifier.Lookup;
using SkillsPassport.Verifier.OpenApi;
using SkillsPassport.Verifier.Pages;
using SkillsPassport.Verifier.Receipts;
using SkillsPassport.Verifier.Shares;
using SkillsPassport.Verifier.Status;
using SkillsPassport.Verifier.Suspicions;
using SkillsPassport.Verifier.Trust;
using SkillsPassport.Verifier.Verify;

namespace SkillsPassport.Verifier;

/// <summary>The employer's side: the checker page for people, the verify API for machines.</summary>
public static class VerifierHost
{
    public const int DefaultPort = 5102;

    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = ServiceHost.CreateBuilder(args, typeof(VerifierHost).Assembly, "verifier", DefaultPort);
        configure?.Invoke(builder);
        builder.AddServiceDatabase<VerifierDb>();
        builder.AddPhrases(typeof(VerifierHost).Assembly, "en", "ar", "bn", "ms", "hi", "ur",
            "ko", "ja", "it");
        builder.AddLook();
        builder.AddTrustList();
        builder.AddStatusLists();
        builder.AddComparisons();
        builder.AddBrowserFiles();
        builder.AddValidated<LookupOptions>("Lookup");
        builder.AddValidated<BatchOptions>("Batch");
        builder.AddValidated<LimitOptions>("Limits");
        builder.AddValidated<ApiKeyOptions>("ApiKeys");
        builder.Services.AddSingleton<HeldApiKeys>().AddSingleton<AddressBuckets>().AddSingleton<AdmitCaller>();
        builder.Services.AddHostedService(services => services.GetRequiredService<HeldApiKeys>());
        builder.Services.AddSingleton<RequestLimits>().AddSingleton<FetchShare>();
        builder.Services.AddSingleton<LookUpCertificate>().AddSingleton<Misses>();
        builder.AddCallerCountry();
        builder.Services.AddSingleton<CredentialVerifier>().AddSingleton<CheckCredential>();
        builder.Services.AddSingleton<PersonCheck>().AddSingleton<LevelAbroad>();
        builder.Services.AddSingleton<FetchContents>().AddSingleton<ServeTrustList>();
        builder.AddReceipts();
        builder.AddSuspicions();
        builder.AddApiDescription();
        builder.Services.AddResponseCompression(options => options.EnableForHttps = true);
        // A few milliseconds here, or a third more of the page on a slow line.
        builder.Services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Optimal);
        builder.Services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Optimal);
        builder.Services.AddRazorPages(pages =>
        {
            pages.RootDirectory = "/";
            pages.Conventions.AllowAnonymousToFolder("/Pages").AuthorizeFolder("/Suspicions", Policies.Reads);
        }).ConfigureApplicationPartManager(OwnPagesOnly);

        var app = builder.Build();
        app.UseWhen(SaysNothingSecret, pages => pages.UseResponseCompression());
        app.UseServiceDefaults();
        app.Use(Waits.SayAsync);
        app.Use(FrameworkRefusals.SayAsync);
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapVerify();
        app.MapVerifyBatch();
        app.MapLookup();
        app.MapShares();
        app.MapReceipts();
        app.MapSuspicions();
        app.MapDesk();
        ServeTrustList.MapTrustList(app);
        app.MapComparisons();
        app.MapStatusList();
        app.MapApiDescription();
        app.MapBrowserFiles();
        app.MapRazorPages();
        // Not under /api: what is wrong there is told by the routes themselves (405 with Allow, 404).
        app.MapFallbackToPage("{first:nonfile:regex(^(?!api$))}/{*rest:nonfile}", "/Pages/NotFound").AllowAnonymous();
        return app;
    }

    /// <summary>Where nothing secret stands beside what a stranger may have put there, compressing tells nobody
    /// anything (BREACH). Officers' pages and reports are not such places.</summary>
    private static bool SaysNothingSecret(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/api") && !context.Request.Path.StartsWithSegments("/report")
        && !context.Request.Cookies.Keys.Any(name => name.StartsWith("sp-verifier", StringComparison.Ordinal)
            && name != "sp-verifier-lang");

    /// <summary>Three hosts may share one process: the pages of the others are not ours to show.</summary>
    private static void OwnPagesOnly(ApplicationPartManager manager)
    {
        manager.ApplicationParts.Clear();
        var assembly = typeof(VerifierHost).Assembly;
        foreach (var part in new CompiledRazorAssemblyApplicationPartFactory().GetApplicationParts(assembly))
        {
            manager.ApplicationParts.Add(part);
        }
        manager.ApplicationParts.Add(new AssemblyPart(assembly));
        manager.AddDeskPages();
    }
}
