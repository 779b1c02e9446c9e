using System.Diagnostics;
using System.Security.Cryptography;

namespace SkillsPassport.Benchmarks;

/// <summary>
/// Rates on one thread, for each second of processor time. Candidates take turns in short slices, so that a machine
/// that slows down slows all of them;
/// the median slice counts.
/// </summary>
internal static class Measurement
{
    private const int Rounds = 9;
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(350);

    public static double[] RatesOf(params Action[] candidates)
    {
        foreach (var candidate in candidates)
        {
            Rate(candidate, Slice); // warm
        }

        var rates = candidates.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < candidates.Length; i++)
            {
                rates[i].Add(Rate(candidates[i], Slice));
            }
        }

        return [.. rates.Select(Median)];
    }

    public static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    /// <summary>P-256 verifications a second by every core at once: what a batch is held against.</summary>
    public static async Task<double> BareVerifyRateAsync()
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(() =>
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var hash = SHA256.HashData("message"u8);
            var signature = key.SignHash(hash);
            var watch = Stopwatch.StartNew();
            var count = 0;
            for (; watch.Elapsed < TimeSpan.FromSeconds(1); count++)
            {
                key.VerifyHash(hash, signature);
            }

            return count / watch.Elapsed.TotalSeconds;
        })));
        return counts.Sum();
    }

    private static double Rate(Action work, TimeSpan slice)
    {
        // Processor time of the whole process: garbage collection is paid for, other programs on the machine are not.
        var count = 0;
        var watch = Stopwatch.StartNew();
        var before = Environment.CpuUsage.TotalTime;
        do
        {
            work();
            count++;
        }
        while (watch.Elapsed < slice);
        return count / (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }
}
