using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using SkillsPassport.Benchmarks.Library;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Verifier;

namespace SkillsPassport.Benchmarks.Services;

/// <summary>
/// The page behind the QR link in real Chromium on a slow line and a slow phone: from navigation to the verdict, and
/// what was loaded until then. Network and processor are held back by the browser's own developer tools (CDP).
/// </summary>
internal static class CheckerPageBenchmark
{
    private const int Rounds = 7;
    private const double Latency = 2000, BytesPerSecond = 400_000 / 8.0, Slowdown = 4;
    private const string Done = "#result:not([aria-busy]) .verdict:not(.wait)";

    public static async Task RunAsync()
    {
        var port = VerifyApiBenchmark.FreePort();
        var world = new BenchWorld($"http://localhost:{port}");
        await using var peer = await VerifyApiBenchmark.StartAsync(port, app =>
        {
            app.MapGet("/trust-list.jwt", () => Results.Text(world.TrustList, Specs.TrustList.MediaType));
            app.MapGet("/status/0.cwt", () => Results.Bytes(world.PaperListToken, Specs.TokenStatusList.CwtMediaType));
        });
        var paper = Base32.Encode(world.SignPaper(BenchWorld.WholeCertificate));
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = new[] { "/usr/bin/chromium-headless-shell", "/usr/bin/chromium" }.First(File.Exists),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync"],
        });
        Table.Heading($"Checker page to its verdict: {BytesPerSecond * 8 / 1000:N0} kbit/s, {Latency / 1000:N0} s latency, "
            + $"processor {Slowdown:N0}x slower, Chromium {chromium.Version}, median of {Rounds}");
        foreach (var language in new[] { "en", "bn" })
        {
            // A service that has just started holds no status list: the page asks for it while it is still arriving.
            await using (var started = await StartVerifierAsync(world, $"http://localhost:{port}"))
            {
                Print($"{language}: not cached, status list not yet known to the service",
                    await FirstVisitAsync(chromium, started.Address, paper, language), 5);
            }

            await using var verifier = await StartVerifierAsync(world, $"http://localhost:{port}");
            await FirstVisitAsync(chromium, verifier.Address, paper, language);
            var (first, again, browserCache) = (new List<Visit>(), new List<Visit>(), new List<Visit>());
            for (var round = 0; round < Rounds; round++)
            {
                first.Add(await FirstVisitAsync(chromium, verifier.Address, paper, language));
                again.Add(await LaterVisitAsync(chromium, verifier.Address, paper, language, offlineReady: true));
                browserCache.Add(await LaterVisitAsync(chromium, verifier.Address, paper, language, offlineReady: false));
            }

            Print($"{language}: not cached", Middle(first), 5);
            Print($"{language}: cached, opened before", Middle(again), 2);
            Print($"{language}: cached, opened again at once", Middle(browserCache), 2);
        }
    }

    private sealed record Visit(double Seconds, double Kilobytes, int Requests);

    private static Visit Middle(List<Visit> visits) => visits.OrderBy(one => one.Seconds).ElementAt(visits.Count / 2);

    private static void Print(string what, Visit visit, double limit)
    {
        Table.Value(what, visit.Seconds, "s", limit);
        Table.Value(string.Create(CultureInfo.InvariantCulture, $"  loaded for it, gzipped, {visit.Requests} requests"),
            visit.Kilobytes, "KB", 60);
    }

    private static async Task<Visit> FirstVisitAsync(IBrowser chromium, string address, string paper, string language)
    {
        await using var context = await chromium.NewContextAsync(new() { Locale = language });
        return await MeasureAsync(await context.NewPageAsync(), $"{address}/C#{paper}");
    }

    private static async Task<Visit> LaterVisitAsync(
        IBrowser chromium, string address, string paper, string language, bool offlineReady)
    {
        await using var context = await chromium.NewContextAsync(new() { Locale = language });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{address}/C#{paper}");
        await page.WaitForSelectorAsync(Done);
        if (offlineReady)
        {
            await page.WaitForFunctionAsync("() => document.querySelector('[data-ready]').textContent");
        }

        await page.CloseAsync();
        return await MeasureAsync(await context.NewPageAsync(), $"{address}/C#{paper}");
    }

    private static async Task<Visit> MeasureAsync(IPage page, string link)
    {
        var developer = await page.Context.NewCDPSessionAsync(page);
        await developer.SendAsync("Network.enable");
        await developer.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object>
        {
            ["offline"] = false, ["latency"] = Latency, ["downloadThroughput"] = BytesPerSecond,
            ["uploadThroughput"] = BytesPerSecond,
        });
        await developer.SendAsync("Emulation.setCPUThrottlingRate", new Dictionary<string, object> { ["rate"] = Slowdown });
        var sizes = new List<IRequest>();
        page.RequestFinished += (_, request) => sizes.Add(request);
        // Milliseconds since the navigation began, by the page's own clock, at the moment the verdict stands there.
        await page.AddInitScriptAsync($$"""
            new MutationObserver((_, observer) => {
              if (!document.querySelector('{{Done}}')) return;
              observer.disconnect();
              window.verdictAt = performance.now();
            }).observe(document, { childList: true, subtree: true, attributes: true });
            """);
        await page.GotoAsync(link, new() { WaitUntil = WaitUntilState.Commit, Timeout = 60_000 });
        await page.WaitForFunctionAsync("() => window.verdictAt", null, new() { Timeout = 60_000 });
        var milliseconds = await page.EvaluateAsync<double>("verdictAt");
        var loaded = 0.0;
        foreach (var request in sizes.Where(one => one.Url.StartsWith(new Uri(link).GetLeftPart(UriPartial.Authority),
            StringComparison.Ordinal)).ToList())
        {
            loaded += Math.Max(0, (await request.SizesAsync()).ResponseBodySize) / 1024.0; // -1: from a store
        }

        return new Visit(milliseconds / 1000, loaded, sizes.Count);
    }

    private static async Task<RunningVerifier> StartVerifierAsync(BenchWorld world, string issuer)
    {
        var folder = Directory.CreateTempSubdirectory("sp-bench-").FullName;
        var port = VerifyApiBenchmark.FreePort();
        var app = VerifierHost.Build(
        [
            "--environment=Development", $"--urls=http://127.0.0.1:{port}", $"--Data:Folder={folder}",
            $"--Keys:Folder={folder}/keys", "--Database:Provider=sqlite",
            $"--Database:ConnectionString=Data Source={folder}/v.db", $"--Trust:Address={issuer}/trust-list.jwt",
            $"--Trust:RootKey={world.Authority.PublicJwk.ToJson().ToJsonString()}",
        ], builder => builder.Logging.ClearProviders());
        await app.StartAsync();
        using var http = new HttpClient();
        while (!(await http.GetAsync($"http://localhost:{port}/health/ready")).IsSuccessStatusCode)
        {
            await Task.Delay(50);
        }

        return new RunningVerifier(app, folder, $"http://localhost:{port}");
    }

    private sealed class RunningVerifier(WebApplication app, string folder, string address) : IAsyncDisposable
    {
        public string Address => address;

        public async ValueTask DisposeAsync()
        {
            await app.StopAsync();
            await app.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }
}
