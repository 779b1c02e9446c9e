using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Verifier;

namespace SkillsPassport.Benchmarks.Services;

/// <summary>A verifier on Kestrel with its own empty database, which follows one trust list.</summary>
internal sealed class RunningVerifier : IAsyncDisposable
{
    private readonly string _folder;
    private readonly WebApplication _app;

    private RunningVerifier(string folder, WebApplication app, Uri address)
    {
        (_folder, _app) = (folder, app);
        Home = address;
    }

    public Uri Home { get; }

    public Uri Verify => new(Home, "/api/verify");

    public Uri Batch => new(Home, "/api/verify/batch");

    public static async Task<RunningVerifier> StartAsync(string trustListAt, Jwk root, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("sp-bench-").FullName;
        var port = VerifyApiBenchmark.FreePort();
        var app = VerifierHost.Build(
        [
            "--environment=Development", $"--urls=http://127.0.0.1:{port}", $"--Data:Folder={folder}",
            $"--Keys:Folder={folder}/keys", "--Database:Provider=sqlite",
            $"--Database:ConnectionString=Data Source={folder}/v.db",
            $"--Trust:Address={trustListAt}/trust-list.jwt", $"--Trust:RootKey={root.ToJson().ToJsonString()}",
            .. settings,
        ], builder => builder.Logging.ClearProviders());
        await app.StartAsync();
        return new RunningVerifier(folder, app, new Uri($"http://localhost:{port}"));
    }

    /// <summary>A request body with one credential.</summary>
    public static byte[] Body(string credential) => JsonSerializer.SerializeToUtf8Bytes(new { credential });

    /// <summary>What the minimal endpoint does instead: one raw verification a request.</summary>
    public static async Task<WebApplication> StartMinimalAsync(int port)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parameters = key.ExportParameters(false);
        var message = new byte[400];
        var signature = key.SignData(message, HashAlgorithmName.SHA256);
        var keys = new ThreadLocal<ECDsa>(() => ECDsa.Create(parameters));
        return await VerifyApiBenchmark.StartAsync(port, app => app.MapPost("/verify",
            () => keys.Value!.VerifyData(message, signature, HashAlgorithmName.SHA256) ? "yes" : "no"));
    }

    /// <summary>Waits until the verifier says this of whether a credential is still valid; gives the time it took.
    /// </summary>
    public async Task<TimeSpan> UntilAsync(string reason, byte[] body, TimeSpan patience)
    {
        using var http = new HttpClient();
        var watch = Stopwatch.StartNew();
        while (true)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new("application/json");
            using var answer = await http.PostAsync(Verify, content);
            var text = await answer.Content.ReadAsStringAsync();
            using var report = JsonDocument.Parse(text);
            if (report.RootElement.GetProperty("answers").GetProperty("valid").GetProperty("reason").ValueEquals(reason))
            {
                return watch.Elapsed;
            }

            if (watch.Elapsed > patience)
            {
                throw new InvalidOperationException($"Not {reason} yet: {text}");
            }

            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
