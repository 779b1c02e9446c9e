using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Hosting.Look;
using SkillsPassport.Hosting.Start;
using SkillsPassport.Issuer.Approval;
using SkillsPassport.Issuer.Audit;
using SkillsPassport.Issuer.Awards;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Desk;
using SkillsPassport.Issuer.Issuing;
using SkillsPassport.Issuer.Lookup;
using SkillsPassport.Issuer.Offers;
using SkillsPassport.Issuer.Officers;
using SkillsPassport.Issuer.Sheets;
using SkillsPassport.Issuer.Status;

namespace SkillsPassport.Issuer;

/// <summary>The issuer as one web application; what <c>Program.cs</c> runs and the all-in-one hosts.</summary>
public static class IssuerHost
{
    private const int Port = 5101;

    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = ServiceHost.CreateBuilder(args, typeof(IssuerHost).Assembly, "issuer", Port);
        configure?.Invoke(builder);
        builder.AddServiceDatabase<IssuerDb>();
        builder.AddPhrases(typeof(IssuerHost).Assembly, "en", "bn");
        builder.AddLook();
        builder.AddDesk();
        builder.AddOfficers();
        builder.AddSheets();
        builder.AddIssuing();
        builder.AddAwards();
        builder.AddOffers();
        builder.AddStatus();
        builder.AddLookup();
        builder.Services.AddSingleton<ApproveSheet>().AddSingleton<RejectSheet>().AddSingleton<VerifyAudit>();
        // What one page tells the next travels in a cookie of the issuer's own name: browsers share cookies across
        // ports.
        builder.Services.Configure<CookieTempDataProviderOptions>(told => told.Cookie.Name = "sp-issuer-told");
        builder.Services.AddRazorPages(pages => pages.RootDirectory = "/")
            .ConfigureApplicationPartManager(OnlyOurPages);

        var app = builder.Build();
        app.UseServiceDefaults();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapDesk();
        app.MapSheets();
        app.MapOffers();
        app.MapStatus();
        app.MapLookup();
        app.MapAwards();
        app.MapRazorPages();
        return app;
    }

    /// <summary>For commands that run without starting the host: the database in its newest form.</summary>
    public static async Task MigrateAsync(this WebApplication app) =>
        await new MigrateAtStart<IssuerDb>(app.Services.GetRequiredService<IDbContextFactory<IssuerDb>>())
            .StartingAsync(default);

    /// <summary>Three hosts may share a process: pages of the others must not be found here.</summary>
    private static void OnlyOurPages(ApplicationPartManager parts)
    {
        parts.ApplicationParts.Clear();
        parts.ApplicationParts.Add(new AssemblyPart(typeof(IssuerHost).Assembly));
        parts.ApplicationParts.Add(new CompiledRazorAssemblyPart(typeof(IssuerHost).Assembly));
    }
}
