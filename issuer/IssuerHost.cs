using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.Extensions.Options;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Desk;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Hosting.Look;
using SkillsPassport.Hosting.Start;
using SkillsPassport.Issuer.Approval;
using SkillsPassport.Issuer.Awards;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Issuer.Issuing;
using SkillsPassport.Issuer.Log;
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
        builder.AddDesk(services => new("/sheets",
            [new("sheets", "/sheets"), new("certificates", "/certificates"), new("audit", "/audit")],
            services.GetRequiredService<IOptions<IssuerOptions>>().Value.IsDemo));
        builder.AddIssuersOfficers();
        builder.AddSheets();
        builder.AddIssuing();
        builder.AddAwards();
        builder.AddOffers();
        builder.AddStatus();
        builder.Services.AddSingleton<PublishCheckpoint>().AddSingleton<CheckLog>();
        builder.AddLookup();
        builder.Services.AddSingleton<ApproveSheet>().AddSingleton<RejectSheet>();
        builder.Services.AddRazorPages(pages => pages.RootDirectory = "/")
            .ConfigureApplicationPartManager(OnlyOurPages);

        var app = builder.Build();
        app.UseServiceDefaults();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapDesk();
        app.MapGet("/", () => Results.Redirect("/sheets")).AllowAnonymous();
        app.MapSheets();
        app.MapOffers();
        app.MapStatus();
        PublishCheckpoint.Map(app);
        app.MapLookup();
        app.MapAwards();
        app.MapRazorPages();
        return app;
    }

    /// <summary>Three hosts may share a process: pages of the others must not be found here.</summary>
    private static void OnlyOurPages(ApplicationPartManager parts)
    {
        parts.ApplicationParts.Clear();
        parts.ApplicationParts.Add(new AssemblyPart(typeof(IssuerHost).Assembly));
        parts.ApplicationParts.Add(new CompiledRazorAssemblyPart(typeof(IssuerHost).Assembly));
        parts.AddDeskPages();
    }
}
