using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using SkillsPassport.Hosting.Start;
using SkillsPassport.Hosting.Status;
using SkillsPassport.Hosting.Trust;

namespace SkillsPassport.Hosting.Telemetry;

/// <summary>Where metrics and traces go, section <c>Telemetry</c>; nowhere while no endpoint is named.</summary>
public sealed class TelemetryOptions
{
    /// <summary>An OpenTelemetry collector, such as <c>http://localhost:4318</c>.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>How often metrics are sent.</summary>
    [Range(1, 3600)] public int Seconds { get; set; } = 30;

    /// <summary>One request in so many is traced.</summary>
    [Range(1, 1_000_000)] public int TraceOneIn { get; set; } = 20;
}

/// <summary>
/// Sends metrics and traces to a collector by OTLP over HTTP. The one file that knows OpenTelemetry; the code measures
/// with the platform's own <see cref="Activity"/> and meters. A trace says which route was asked, how long it took and
/// how it ended; every other label, and each address with what may stand in it, is taken off before it leaves.
/// </summary>
public sealed class ExportTelemetry(IOptions<TelemetryOptions> options, Measures measures, ServiceIdentity service)
    : IHostedService, IDisposable
{
    private const string WebSource = "Microsoft.AspNetCore";
    private static readonly string[] WebMeters = ["Microsoft.AspNetCore.Hosting", "System.Runtime"];
    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    /// <summary>Labels a trace may have.</summary>
    internal static readonly string[] Allowed =
    [
        "http.request.method", "http.route", "http.response.status_code", "error.type", "network.protocol.version",
    ];

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Endpoint is not { } endpoint)
        {
            return Task.CompletedTask;
        }

        var resource = ResourceBuilder.CreateEmpty().AddService("skills-passport-" + service.Name,
            autoGenerateServiceInstanceId: true);
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
            .AddMeter(measures.Name).AddMeter(WebMeters)
            .AddOtlpExporter((exporter, reader) =>
            {
                To(exporter, endpoint, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = options.Value.Seconds * 1000;
            }).Build();
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
            .AddSource(WebSource).SetSampler(new TraceIdRatioBasedSampler(1.0 / options.Value.TraceOneIn))
            .AddProcessor(new OnlyAllowedLabels())
            .AddOtlpExporter(exporter => To(exporter, endpoint, "v1/traces")).Build();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _metrics?.ForceFlush(2000);
        _traces?.ForceFlush(2000);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _metrics?.Dispose();
        _traces?.Dispose();
    }

    private static void To(OtlpExporterOptions exporter, Uri endpoint, string path)
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri(endpoint.AbsoluteUri.TrimEnd('/') + "/" + path);
    }

    private sealed class OnlyAllowedLabels : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            foreach (var (name, _) in data.TagObjects.ToList())
            {
                if (!Allowed.Contains(name))
                {
                    data.SetTag(name, null);
                }
            }

            // The framework may name a request by its path, in which a share or an offer can stand.
            data.DisplayName = $"{data.GetTagItem("http.request.method") ?? "request"} "
                + $"{data.GetTagItem("http.route") ?? "other"}";
            data.TraceStateString = null;
        }
    }
}

/// <summary>Registers telemetry.</summary>
public static class TelemetryRegistration
{
    /// <summary>Adds <see cref="Measures"/>, and the export of them when an endpoint is named.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.AddValidated<TelemetryOptions>("Telemetry", options =>
            options.Endpoint is { } endpoint && !(endpoint.IsAbsoluteUri && endpoint.Scheme is "http" or "https")
                ? "Endpoint: an http or https address." : null);
        builder.Services.AddSingleton<Measures>();
        builder.Services.AddHostedService<ExportTelemetry>();
    }

    /// <summary>Says which route a request took: the pattern, never the path.</summary>
    public static void UseRouteLabels(this WebApplication app)
    {
        Observe(app.Services);
        app.Use(Label);
    }

    private static async Task Label(HttpContext context, RequestDelegate next)
    {
        await next(context);
        // Only now: a service may choose the route anywhere behind this.
        if (Activity.Current is { IsAllDataRequested: true } activity)
        {
            activity.SetTag("http.request.method", context.Request.Method);
            activity.SetTag("http.route", (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText);
            activity.SetTag("http.response.status_code", context.Response.StatusCode);
        }
    }

    private static void Observe(IServiceProvider services)
    {
        var measures = services.GetRequiredService<Measures>();
        var clock = services.GetRequiredService<TimeProvider>();
        if (services.GetService<ITrustList>() is { } trust)
        {
            measures.Observe("skills_passport.trust_list.sequence", "1", "Number of the trust list in force.",
                () => trust.List?.Sequence);
            measures.Observe("skills_passport.trust_list.age", "s", "Time since the trust list was signed.",
                () => (clock.GetUtcNow() - trust.List?.IssuedAt)?.TotalSeconds);
        }

        if (services.GetService<StatusLists>() is { } lists)
        {
            measures.Observe("skills_passport.status_lists.held", "{list}", "Status lists in memory.",
                () => lists.Count);
            measures.Observe("skills_passport.status_lists.age", "s",
                "Time since the issuer last confirmed the list that waits longest.",
                () => lists.LongestUnconfirmed?.TotalSeconds);
        }
    }
}
