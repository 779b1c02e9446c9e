using Microsoft.AspNetCore.Mvc.ApplicationParts;
using SkillsPassport.Credentials.Verification;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Languages;
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
using SkillsPassport.Verifier.Shares;
using SkillsPassport.Verifier.Status;
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
        builder.Services.AddSingleton<RequestLimits>().AddSingleton<LookUpCertificate>().AddSingleton<FetchShare>();
        builder.Services.AddSingleton<CredentialVerifier>().AddSingleton<CheckCredential>();
        builder.Services.AddSingleton<PersonCheck>().AddSingleton<LevelAbroad>();
        builder.Services.AddSingleton<FetchContents>().AddSingleton<ServeTrustList>();
        builder.AddApiDescription();
        // Nothing secret stands in what we send, so that compressing it tells nobody anything (BREACH).
        builder.Services.AddResponseCompression(options => options.EnableForHttps = true);
        builder.Services.AddRazorPages().ConfigureApplicationPartManager(OwnPagesOnly);

        var app = builder.Build();
        app.UseWhen(context => !context.Request.Path.StartsWithSegments("/api"),
            pages => pages.UseResponseCompression());
        app.UseServiceDefaults();
        app.MapVerify();
        app.MapVerifyBatch();
        app.MapLookup();
        app.MapShares();
        ServeTrustList.MapTrustList(app);
        app.MapComparisons();
        app.MapStatusList();
        app.MapApiDescription();
        app.MapBrowserFiles();
        app.MapRazorPages().AllowAnonymous();
        app.MapFallbackToPage("/NotFound").AllowAnonymous();
        return app;
    }

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
    }
}
