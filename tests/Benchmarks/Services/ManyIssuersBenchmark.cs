using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace SkillsPassport.Benchmarks.Services;

/// <summary>
/// The verify API of a busy verifier: ten thousand issuers' keys and a thousand status lists in memory, each request
/// another credential, lists polled all the while. Rates and p99 beside the minimal endpoint, batches beside raw
/// verification, how soon a revocation is seen, and (asked for by name) whether memory stays flat.
/// </summary>
internal static class ManyIssuersBenchmark
{
    private const int Rounds = 7;
    private const int WarmRounds = 10;
    private const int BatchItems = 1_000;

    public static async Task RunAsync()
    {
        await using var world = await World.StartAsync();
        Table.Heading($"{ManyIssuers.Listed:N0} issuers' keys, {ManyIssuers.Active:N0} status lists in memory");
        Table.Value("ready: trust list taken, every status list fetched", world.Ready.TotalSeconds, "s");
        GC.Collect(2, GCCollectionMode.Aggressive);
        Table.Value("heap", GC.GetTotalMemory(forceFullCollection: true) / 1048576.0, "MiB", 600);
        Table.Value("working set (verifier, its peers and the load)", Environment.WorkingSet / 1048576.0, "MiB", 600);

        for (var warm = 0; warm < WarmRounds; warm++)
        {
            await Load.RunAsync(world.Raw, world.Bodies);
            await Load.RunAsync(world.Verifier.Verify, world.Bodies);
            await Load.RunAsync(world.Verifier.Batch, [world.Batch], connections: 4, mediaType: "application/x-ndjson");
        }

        var (raw, verify, batch, bare) = (new List<Load.Result>(), new List<Load.Result>(), new List<double>(),
            new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            raw.Add(await Load.RunAsync(world.Raw, world.Bodies));
            verify.Add(await Load.RunAsync(world.Verifier.Verify, world.Bodies));
            batch.Add(BatchItems * (await Load.RunAsync(
                world.Verifier.Batch, [world.Batch], connections: 4, mediaType: "application/x-ndjson")).Rate);
            bare.Add(await Measurement.BareVerifyRateAsync());
        }

        var reference = Median(raw, result => result.Rate);
        Table.Rate("minimal endpoint with one raw P-256 verify", reference);
        Table.Rate("/api/verify, another SD-JWT VC each time", Median(verify, result => result.Rate), reference, 0.65);
        var p99 = Median(raw, result => result.P99);
        Table.Value("  p99, minimal endpoint", p99, "ms");
        Table.Value("  p99, /api/verify", Median(verify, result => result.P99), "ms", 4 * p99);
        var all = Measurement.Median(bare);
        Table.Rate("raw P-256 verify, every core, no network", all);
        Table.Rate($"/api/verify/batch, {BatchItems:N0} SD-JWT VC a request", Measurement.Median(batch), all, 0.85);
        Table.Rate("  the same beside the minimal endpoint", Measurement.Median(batch), reference);
        await RevokeUnderLoadAsync(world);
    }

    /// <summary><c>soak MINUTES</c>: the same load on and on; memory must not grow.</summary>
    public static async Task SoakAsync(double minutes)
    {
        await using var world = await World.StartAsync();
        Table.Heading($"Soak of {minutes:N0} minutes: /api/verify and batches");
        var watch = Stopwatch.StartNew();
        for (var next = TimeSpan.FromSeconds(30); watch.Elapsed.TotalMinutes < minutes; next += TimeSpan.FromSeconds(30))
        {
            var rates = new List<double>();
            while (watch.Elapsed < next)
            {
                rates.Add((await Load.RunAsync(world.Verifier.Verify, world.Bodies)).Rate);
                await Load.RunAsync(world.Verifier.Batch, [world.Batch], 4, "application/x-ndjson");
            }

            GC.Collect(2, GCCollectionMode.Aggressive);
            var heap = GC.GetTotalMemory(forceFullCollection: true) / 1048576.0;
            Table.Note($"{watch.Elapsed:mm\\:ss}  heap {heap,6:N1} MiB  working set "
                + $"{Environment.WorkingSet / 1048576.0,6:N0} MiB  {Measurement.Median(rates),7:N0} /s");
        }
    }

    private static async Task RevokeUnderLoadAsync(World world)
    {
        var times = new List<double>();
        using var stop = new CancellationTokenSource();
        var load = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await Load.RunAsync(world.Verifier.Verify, world.Bodies);
            }
        });
        for (var issuer = 0; issuer < 5; issuer++)
        {
            world.Issuers.Publish(issuer, revoked: true);
            var seen = await world.Verifier.UntilAsync("status_revoked", world.Bodies[issuer], TimeSpan.FromSeconds(30));
            times.Add(seen.TotalSeconds);
        }

        await stop.CancelAsync();
        await load;
        Table.Value("revocation under load is seen after, slowest of 5", times.Max(), "s", 5);
    }

    private static double Median(List<Load.Result> results, Func<Load.Result, double> value) =>
        Measurement.Median([.. results.Select(value)]);

    /// <summary>The verifier, the issuers it follows, and what is sent to it.</summary>
    private sealed class World : IAsyncDisposable
    {
        private readonly WebApplication _peer;
        private readonly WebApplication _minimal;

        private World(WebApplication peer, WebApplication minimal, RunningVerifier verifier, ManyIssuers issuers, Uri raw)
        {
            (_peer, _minimal, Verifier, Issuers, Raw) = (peer, minimal, verifier, issuers, raw);
            Bodies = [.. issuers.Credentials.Select(RunningVerifier.Body)];
            Batch = Encoding.UTF8.GetBytes(string.Concat(issuers.Credentials.Take(BatchItems)
                .Select(credential => JsonSerializer.Serialize(new { credential }) + "\n")));
        }

        public RunningVerifier Verifier { get; }

        public ManyIssuers Issuers { get; }

        public Uri Raw { get; }

        public byte[][] Bodies { get; }

        public byte[] Batch { get; }

        public TimeSpan Ready { get; private set; }

        public static async Task<World> StartAsync()
        {
            var (port, minimalPort) = (VerifyApiBenchmark.FreePort(), VerifyApiBenchmark.FreePort());
            var issuers = new ManyIssuers($"http://localhost:{port}");
            var watch = Stopwatch.StartNew();
            var peer = await VerifyApiBenchmark.StartAsync(port, issuers.Map);
            var verifier = await RunningVerifier.StartAsync($"http://localhost:{port}", issuers.Authority.PublicJwk,
                $"--Status:MostLists={2 * ManyIssuers.Active}");
            var world = new World(peer, await RunningVerifier.StartMinimalAsync(minimalPort), verifier, issuers,
                new Uri($"http://localhost:{minimalPort}/verify"));
            await Parallel.ForEachAsync(world.Bodies, new ParallelOptions { MaxDegreeOfParallelism = 8 },
                async (body, _) => await verifier.UntilAsync("ok", body, TimeSpan.FromMinutes(2)));
            world.Ready = watch.Elapsed;
            return world;
        }

        public async ValueTask DisposeAsync()
        {
            await Verifier.DisposeAsync();
            await _minimal.DisposeAsync();
            await _peer.DisposeAsync();
        }
    }
}
