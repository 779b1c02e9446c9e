using System.Diagnostics;

namespace SkillsPassport.Benchmarks.Services;

/// <summary>
/// An approved batch becomes certificates: serial numbers, codes, status places, signatures, trail, all committed to
/// SQLite by the issuer's own background work. No PDF.
/// </summary>
internal static class IssueBatchBenchmark
{
    private const int Batch = 10_000;
    private const int SmallBatch = 2_000;

    public static async Task RunAsync()
    {
        Table.Heading($"Issuing approved batches into SQLite (CWT, status place, audit; committed)");
        await using var issuer = await BenchIssuer.StartAsync();
        await IssueAsync(issuer, 500, 1); // warm
        var (_, _, _, small) = await IssueAsync(issuer, SmallBatch, 100_001);
        var (importing, rate, perCore, large) = await IssueAsync(issuer, Batch, 200_001);
        Table.Value($"certificates a second, batch of {Batch:N0}", rate, "/s", 3000, atLeast: true);
        Table.Value("  the same for each second of processor time (all threads)", perCore, "/s");
        Table.Value($"checking and sealing the sheet before ({Batch:N0} rows)", importing, "rows/s");
        Table.Value($"largest heap while issuing {SmallBatch:N0}", small, "MB");
        Table.Value($"largest heap while issuing {Batch:N0} (flat when about the same)", large, "MB");
    }

    private static async Task<(double Importing, double Rate, double PerCore, double Megabytes)> IssueAsync(
        BenchIssuer issuer, int rows, int firstPerson)
    {
        var import = Stopwatch.StartNew();
        var sheet = await issuer.SendSheetAsync(rows, firstPerson);
        var importing = rows / import.Elapsed.TotalSeconds;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        using var stop = new CancellationTokenSource();
        var peak = WatchHeapAsync(stop.Token);
        var before = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        await issuer.ApproveAsync(sheet);
        await issuer.IssuedAsync(sheet);
        var rate = rows / watch.Elapsed.TotalSeconds;
        var perCore = rows / (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        await stop.CancelAsync();
        return (importing, rate, perCore, await peak);
    }

    private static async Task<double> WatchHeapAsync(CancellationToken stop)
    {
        var peak = 0L;
        while (!stop.IsCancellationRequested)
        {
            peak = Math.Max(peak, GC.GetTotalMemory(false));
            await Task.Delay(20, CancellationToken.None);
        }

        return peak / 1048576.0;
    }
}
