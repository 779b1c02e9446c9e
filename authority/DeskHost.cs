using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.WebEncoders;
using SkillsPassport.Authority.Database;
using SkillsPassport.Authority.Officers;
using SkillsPassport.Authority.Proposals;
using SkillsPassport.Authority.Publishing;
using SkillsPassport.Authority.Recruiters;
using SkillsPassport.Authority.Serving;
using SkillsPassport.Credentials.Registers;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Desk;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Hosting.Look;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Authority;

/// <summary>
/// The officers' desk with its two registers, beside the trust list. It holds the key of the registers, never the root
/// key: what it serves of the list are the signed bytes of the folder.
/// </summary>
public static class DeskHost
{
    private static readonly System.Reflection.Assembly Service = typeof(DeskHost).Assembly;

    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = ServiceHost.CreateBuilder(args, Service, "authority", AuthorityHost.DefaultPort);
        var development = builder.Environment.IsDevelopment();
        if (development && string.IsNullOrEmpty(builder.Configuration["Data:Folder"]))
        {
            // Not the folder of the root key: the desk must do without it.
            builder.Configuration["Data:Folder"] = Path.Combine("data", "authority-desk");
        }

        configure?.Invoke(builder);
        builder.AddValidated<AuthorityOptions>("Authority", AuthorityOptions.Broken)
            .Configure(options => options.UseDefaults(development));
        builder.AddServiceDatabase<AuthorityDb>();
        builder.AddPhrases(Service, "bn", "en");
        builder.AddLook();
        builder.AddDesk(services => new DeskFrame("/desk",
            [new("waiting", "/desk"), Section(RegisterKind.Comparisons), Section(RegisterKind.Recruiters),
                new("audit", "/audit")],
            services.GetRequiredService<IOptions<AuthorityOptions>>().Value.IsDemo));
        builder.AddAuthoritysOfficers();
        AddRegisters(builder);
        AddPages(builder);

        var app = builder.Build();
        app.UseServiceDefaults();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapDesk();
        app.MapGet("/", () => Results.Redirect("/recruiters")).AllowAnonymous().ExcludeFromDescription();
        app.MapTrustList();
        app.MapRegisters();
        app.MapAsking();
        app.MapOpenApi().AllowAnonymous();
        app.MapRazorPages();
        return app;
    }

    private static DeskSection Section(RegisterKind kind) => new(kind.Name, "/desk/" + kind.Name);

    private static void AddRegisters(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SealedRows>().AddSingleton<Propose>().AddSingleton<DecideProposal>();
        builder.Services.AddSingleton<RegisterKeys>();
        builder.Services.AddStartCheck(services => services.GetRequiredService<RegisterKeys>().Check());
        builder.Services.AddSingleton<SignRegisters>().AddSingleton<PublishedRegisters>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SignRegisters>());
        builder.AddTrustList();
        builder.Services.AddHealthChecks().AddCheck<RegistersAreSigned>("signed-registers");
        builder.Services.AddOpenApi();
    }

    private static void AddPages(WebApplicationBuilder builder)
    {
        builder.Services.AddRazorPages(pages =>
        {
            pages.RootDirectory = "/";
            pages.Conventions.AddPageRoute("/Recruiters/ProposeLicence", "/desk/recruiters/{rl}/change");
            pages.Conventions.AddPageRoute("/Recruiters/FindRecruiter", "/recruiters/{rl}");
        }).ConfigureApplicationPartManager(parts =>
        {
            // Several hosts may share a process: only this service's own pages are served here.
            parts.ApplicationParts.Clear();
            parts.ApplicationParts.Add(new AssemblyPart(Service));
            parts.ApplicationParts.Add(new CompiledRazorAssemblyPart(Service));
            parts.AddDeskPages();
        });
        // Bangla as itself, not as numeric references: half the bytes on a slow line.
        builder.Services.Configure<WebEncoderOptions>(
            encoder => encoder.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
    }
}
