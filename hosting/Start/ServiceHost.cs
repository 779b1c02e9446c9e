using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Hosting.Look;
using SkillsPassport.Hosting.Outbound;
using SkillsPassport.Hosting.Telemetry;

namespace SkillsPassport.Hosting.Start;

/// <summary>What the three web hosts start with: configuration, limits, logging, headers, languages, health.</summary>
public static class ServiceHost
{
    private static readonly KnownEncodings Encodings = new();

    /// <summary>
    /// A builder for one service. Three services may share a process, so nothing is taken from the entry assembly:
    /// the application name is the service's own assembly, which is where Razor Pages then looks for pages.
    /// Settings come from the command line, else <c>SKILLSPASSPORT_{NAME}__…</c>, else the plain environment.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] args, Assembly service, string name, int defaultPort)
    {
        Encoding.RegisterProvider(Encodings);
        // Whatever the machine speaks: numbers and dates are written the same everywhere.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = service.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddEnvironmentVariables($"SKILLSPASSPORT_{name.ToUpperInvariant()}__");
        builder.Configuration.AddCommandLine(args);
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls($"http://localhost:{defaultPort}");
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        QuietLogging(builder);
        builder.Services.AddSingleton(new ServiceIdentity(name, service));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHttpContextAccessor();
        builder.Services.Configure<MvcOptions>(mvc => mvc.Filters.Add<KnownActsOnly>());
        builder.AddHealth();
        builder.AddTelemetry();
        builder.AddTrustedProxies();
        builder.AddOutboundGate();
        return builder;
    }

    /// <summary>Which service is being built.</summary>
    public static ServiceIdentity Identity(this WebApplicationBuilder builder) =>
        builder.Services.Select(service => service.ImplementationInstance).OfType<ServiceIdentity>().Single();

    /// <summary>The middleware every service begins with, in order. Call it first.</summary>
    public static void UseServiceDefaults(this WebApplication app)
    {
        app.UseTrustedProxies();
        app.UseRouteLabels();
        app.UseMiddleware<FaultPage>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<LanguageChoice>();
        app.UseMiddleware<RefusalPage>();
        app.MapHealth();
        app.MapLook();
    }

    /// <summary>Runs the service; a taken port becomes one plain sentence and exit code 1, broken settings one for
    /// each.</summary>
    public static async Task<int> RunAsync(WebApplication app)
    {
        const string remedy = "Stop the other program, or choose another port: --urls http://localhost:PORT";
        if (TakenPort.Among(app.Configuration["urls"]) is { } address)
        {
            await Console.Error.WriteLineAsync($"Another program listens on {address}. {remedy}");
            return 1;
        }

        if (CheckConfig.Problems(app.Services, app.Configuration) is { Count: > 0 } problems)
        {
            CheckConfig.Print(problems);
            return 1;
        }

        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{taken.Message} {remedy}");
            return 1;
        }
    }

    /// <summary>
    /// Request lines carry query strings, which may carry offers and codes: requests are not logged by the framework.
    /// </summary>
    private static void QuietLogging(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Diagnostics", LogLevel.None);
        // Its scope carries the path, and a path may hold the secret of a link.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Error);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
    }
}

/// <summary>Which service this host is: <c>issuer</c>, <c>verifier</c> or <c>wallet</c>, and its assembly.</summary>
public sealed record ServiceIdentity(string Name, Assembly Assembly);
