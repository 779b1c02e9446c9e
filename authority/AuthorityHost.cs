using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using SkillsPassport.Authority.Lists;
using SkillsPassport.Authority.Serving;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Trust;

namespace SkillsPassport.Authority;

/// <summary>
/// Serves the signed list as static bytes. Needs no key: the list carries its own signature, so any static web server,
/// cache or mirror can stand in its place.
/// </summary>
public static class AuthorityHost
{
    internal const string DefaultUrl = "http://localhost:5104";

    /// <summary>Builds the server; settings: <c>--urls</c>, <c>Authority:Folder</c>.</summary>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
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
        configure?.Invoke(builder);
        var folder = new AuthorityFolder(builder.Configuration["Authority:Folder"] ?? "data/authority");
        var app = builder.Build();
        var list = new PublishedList(folder)
        {
            Broken = () => app.Logger.LogError("The list in {Folder} does not verify and is not served.", folder.Path),
        };

        app.MapMethods("/" + Specs.TrustList.FileName, ["GET", "HEAD"], (HttpContext http) => Serve(list, http));
        app.MapMethods($"/{Specs.TrustList.HistoryFolder}/{{sequence:long:min(1)}}.jwt", ["GET", "HEAD"],
            (long sequence, HttpContext http) => ServeEarlier(list, sequence, http));
        app.MapGet("/", (HttpContext http) => Results.Text(
            "Trust list of the accrediting authority: "
            + $"{http.Request.Scheme}://{http.Request.Host}/{Specs.TrustList.FileName}\n"
            + "A verifier needs this address and the authority's root key, nothing else.\n"));
        app.MapGet("/health/live", () => Results.Text("live"));
        app.MapGet("/health/ready", () => list.Current is null
            ? Results.Text("no list", statusCode: StatusCodes.Status503ServiceUnavailable) : Results.Text("ready"));
        return app;
    }

    /// <summary>What is wrong with the folder that is to be served; null when nothing is.</summary>
    public static string? Problem(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        try
        {
            new AuthorityFolder(app.Configuration["Authority:Folder"] ?? "data/authority").ReadList();
            return null;
        }
        catch (AuthorityFolderException problem)
        {
            return problem.Message;
        }
    }

    private static IResult Serve(PublishedList published, HttpContext http) => published.Current is { } list
        // Short, because a withdrawal should travel fast; the tag makes asking again cheap.
        ? Answer(list, "public, max-age=5", http)
        : Results.StatusCode(StatusCodes.Status503ServiceUnavailable);

    private static IResult ServeEarlier(PublishedList published, long sequence, HttpContext http) =>
        published.Earlier(sequence) is { } list
            ? Answer(list, "public, max-age=31536000, immutable", http) : Results.NotFound();

    private static IResult Answer(TrustList list, string caching, HttpContext http)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = caching;
        return Results.Bytes(list.Bytes, Specs.TrustList.MediaType, lastModified: list.IssuedAt,
            entityTag: new EntityTagHeaderValue($"\"{list.Digest}\""));
    }
}
