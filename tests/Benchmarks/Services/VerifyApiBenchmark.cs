using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SkillsPassport.Benchmarks.Library;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Verifier;

namespace SkillsPassport.Benchmarks.Services;

/// <summary>
/// <c>POST /api/verify</c> on Kestrel beside an endpoint that does nothing but one P-256 verification, both cores, with
/// the load on the same machine.
/// </summary>
internal static class VerifyApiBenchmark
{
    private const int Rounds = 5;
    private const int WarmRounds = 5;

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
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parameters = key.ExportParameters(false);
        var message = new byte[400];
        var signature = key.SignData(message, HashAlgorithmName.SHA256);
        var keys = new ThreadLocal<ECDsa>(() => ECDsa.Create(parameters));
        var minimalPort = FreePort();
        await using var minimal = await StartAsync(minimalPort, app => app.MapPost("/verify",
            () => keys.Value!.VerifyData(message, signature, HashAlgorithmName.SHA256) ? "yes" : "no"));

        var folder = Directory.CreateTempSubdirectory("sp-bench-").FullName;
        var verifierPort = FreePort();
        await using var verifier = VerifierHost.Build(
        [
            "--environment=Development", $"--urls=http://127.0.0.1:{verifierPort}", $"--Data:Folder={folder}",
            $"--Keys:Folder={folder}/keys", "--Database:Provider=sqlite",
            $"--Database:ConnectionString=Data Source={folder}/v.db",
            $"--Trust:Address={world.Issuer}/trust-list.jwt",
            $"--Trust:RootKey={world.Authority.PublicJwk.ToJson().ToJsonString()}",
        ], builder => builder.Logging.ClearProviders());
        await verifier.StartAsync();
        var api = new Uri($"http://localhost:{verifierPort}/api/verify");
        var raw = new Uri($"http://localhost:{minimalPort}/verify");
        var signed = world.SignPaper(BenchWorld.WholeCertificate);
        var paper = Body(PaperQr.ToText(new Uri("https://verify.example"), signed));
        var wallet = Body(world.SignWallet(BenchWorld.TenDisclosures));
        await ExpectValidAsync(api, paper);
        await ExpectValidAsync(api, wallet);

        // The first seconds run code that is not optimised yet.
        for (var warm = 0; warm < WarmRounds; warm++)
        {
            await Load.RateAsync(raw, paper);
            await Load.RateAsync(api, paper);
            await Load.RateAsync(api, wallet);
        }

        var rates = new[] { new List<double>(), new List<double>(), new List<double>() };
        for (var round = 0; round < Rounds; round++)
        {
            var measured = new[]
            {
                await Load.RateAsync(raw, paper), await Load.RateAsync(api, paper), await Load.RateAsync(api, wallet),
            };
            for (var i = 0; i < measured.Length; i++)
            {
                rates[i].Add(measured[i]);
            }
        }

        Table.Heading("POST /api/verify on Kestrel, both cores, load on the same machine");
        var reference = Measurement.Median(rates[0]);
        Table.Rate("minimal endpoint with one raw P-256 verify", reference);
        Table.Rate("/api/verify, QR text of a paper certificate", Measurement.Median(rates[1]), reference, 0.6);
        Table.Rate("/api/verify, SD-JWT VC with 10 disclosures", Measurement.Median(rates[2]), reference, 0.6);
        await verifier.StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    public static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static byte[] Body(string credential) => JsonSerializer.SerializeToUtf8Bytes(new { credential });

    private static async Task ExpectValidAsync(Uri api, byte[] body)
    {
        using var http = new HttpClient();
        var text = "";
        for (var tries = 0; tries < 100; tries++)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new("application/json");
            using var answer = await http.PostAsync(api, content);
            text = await answer.Content.ReadAsStringAsync();
            using var report = JsonDocument.Parse(text);
            var valid = report.RootElement.GetProperty("answers").GetProperty("valid");
            if (valid.GetProperty("answer").GetString() == "yes")
            {
                return;
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException(text);
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
