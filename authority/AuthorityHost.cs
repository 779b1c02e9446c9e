using SkillsPassport.Authority.Lists;
using SkillsPassport.Authority.Publishing;
using SkillsPassport.Authority.Serving;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Authority;

/// <summary>
/// Serves the signed list as static bytes. Needs no key: the list carries its own signature, so any static web server,
/// cache or mirror can stand in its place. With <c>Authority:Desk</c> the officers' desk and its registers stand beside
/// it.
/// </summary>
public static class AuthorityHost
{
    internal const int DefaultPort = 5104;
    internal const string DefaultUrl = "http://localhost:5104";
    internal const string DefaultFolder = "data/authority";

    /// <summary>Builds the server; settings: <c>--urls</c>, <c>Authority:Folder</c>, <c>Authority:Desk</c>.</summary>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null) =>
        WantsDesk(args) ? DeskHost.Build(args, configure) : BuildStatic(args, configure);

    /// <summary>Whether the desk is asked for; in Development it is there unless somebody says no.</summary>
    public static bool WantsDesk(string[] args)
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables("DOTNET_")
            .AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables()
            .AddEnvironmentVariables("SKILLSPASSPORT_AUTHORITY__").AddCommandLine(args).Build();
        return settings.GetValue<bool?>("Authority:Desk")
            ?? string.Equals(settings["environment"], Environments.Development, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What is wrong with the folder that is to be served; null when nothing is.</summary>
    public static string? Problem(IConfiguration settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        try
        {
            FolderOf(settings).ReadList();
            return null;
        }
        catch (AuthorityFolderException problem)
        {
            return problem.Message;
        }
    }

    internal static AuthorityFolder FolderOf(IConfiguration settings) =>
        new(settings["Authority:Folder"] ?? DefaultFolder);

    private static WebApplication BuildStatic(string[] args, Action<WebApplicationBuilder>? configure)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(AuthorityHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddEnvironmentVariables("SKILLSPASSPORT_AUTHORITY__");
        builder.Configuration.AddCommandLine(args);
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
        });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // A taken port is told in one sentence by Program; the host's own stack trace says nothing more.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.AddTrustList();
        builder.AddKnownNames("Authority", ValidatedOptions.NamesOf(typeof(AuthorityOptions)));
        configure?.Invoke(builder);
        var app = builder.Build();
        app.MapTrustList();
        app.MapGet("/", (HttpContext http) => Results.Text(
            "Trust list of the accrediting authority: "
            + $"{http.Request.Scheme}://{http.Request.Host}/{Credentials.Specs.TrustList.FileName}\n"
            + "A verifier needs this address and the authority's root key, nothing else.\n"));
        app.MapHealth();
        return app;
    }
}
