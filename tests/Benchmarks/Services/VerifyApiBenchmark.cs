using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SkillsPassport.Benchmarks.Library;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Paper;

namespace SkillsPassport.Benchmarks.Services;

/// <summary>
/// <c>POST /api/verify</c> on Kestrel beside an endpoint that does nothing but one P-256 verification, both cores, with
/// the load on the same machine.
/// </summary>
internal static class VerifyApiBenchmark
{
    private const int Rounds = 5;
    private const int WarmRounds = 10;
    private const int BatchItems = 1_000;

    public static async Task RunAsync()
    {
        var port = FreePort();
        var world = new BenchWorld($"http://localhost:{port}");
        await using var peer = await StartAsync(port, app =>
        {
            app.MapGet("/trust-list.jwt", () => Results.Text(world.TrustList, Specs.TrustList.MediaType));
            app.MapGet("/status/0", () => Results.Bytes(world.WalletListToken, Specs.TokenStatusList.JwtMediaType));
            app.MapGet("/status/0.cwt", () => Results.Bytes(world.PaperListToken, Specs.TokenStatusList.CwtMediaType));
        });
        var minimalPort = FreePort();
        await using var minimal = await RunningVerifier.StartMinimalAsync(minimalPort);
        await using var verifier = await RunningVerifier.StartAsync(world.Issuer, world.Authority.PublicJwk);
        var api = verifier.Verify;
        var raw = new Uri($"http://localhost:{minimalPort}/verify");
        var signed = world.SignPaper(BenchWorld.WholeCertificate);
        var paper = RunningVerifier.Body(PaperQr.ToText(new Uri("https://verify.example"), signed));
        var wallet = RunningVerifier.Body(world.SignWallet(BenchWorld.TenDisclosures));
        await verifier.UntilAsync("ok", paper, TimeSpan.FromSeconds(30));
        await verifier.UntilAsync("ok", wallet, TimeSpan.FromSeconds(30));

        var batch = Encoding.UTF8.GetBytes(string.Concat(
            Enumerable.Repeat(Encoding.UTF8.GetString(paper) + "\n", BatchItems)));

        // The first seconds run code that is not optimised yet.
        for (var warm = 0; warm < WarmRounds; warm++)
        {
            await Load.RateAsync(raw, paper);
            await Load.RateAsync(api, paper);
            await Load.RateAsync(api, wallet);
            await BatchRateAsync(verifier.Batch, batch);
        }

        List<double>[] rates = [[], [], [], [], [], []];
        for (var round = 0; round < Rounds; round++)
        {
            var measured = new[]
            {
                await Load.RateAsync(raw, paper), await Load.RateAsync(api, paper),
                await Load.RateAsync(raw, wallet), await Load.RateAsync(api, wallet),
                await BatchRateAsync(verifier.Batch, batch), await Measurement.BareVerifyRateAsync(),
            };
            for (var i = 0; i < measured.Length; i++)
            {
                rates[i].Add(measured[i]);
            }
        }

        Table.Heading("POST /api/verify on Kestrel, both cores, load on the same machine");
        double[] median = [.. rates.Select(Measurement.Median)];
        Table.Rate("minimal endpoint with one raw P-256 verify, sent the QR text", median[0]);
        Table.Rate("/api/verify, QR text of a paper certificate", median[1], median[0], 0.65);
        Table.Rate("minimal endpoint with one raw P-256 verify, sent the SD-JWT VC", median[2]);
        Table.Rate("/api/verify, SD-JWT VC with 10 disclosures", median[3], median[2], 0.65);
        Table.Rate("raw P-256 verify, every core, no network", median[5]);
        Table.Rate($"/api/verify/batch, {BatchItems:N0} QR texts a request", median[4], median[5], 0.85);
    }

    private static async Task<double> BatchRateAsync(Uri address, byte[] batch) =>
        BatchItems * (await Load.RunAsync(address, [batch], connections: 4, mediaType: "application/x-ndjson")).Rate;

    public static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static async Task<WebApplication> StartAsync(int port, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add($"http://127.0.0.1:{port}");
        map(app);
        await app.StartAsync();
        return app;
    }
}
