using SkillsPassport.Issuer.Certificates;
using SkillsPassport.Services.Tests.Issuer.Certificates;

namespace SkillsPassport.Benchmarks.Services;

/// <summary>Drawing certificates, in processor time: each page its own file, and a print run in one file.</summary>
internal static class PdfBenchmark
{
    private const int Pages = 200;

    public static Task RunAsync()
    {
        Table.Heading("Certificate PDF (two languages, QR, signed data attached)");
        var models = CertificateSamples.All.Select(sample => CertificateSamples.Model(sample)).ToArray();
        var size = 0;
        for (var i = 0; i < 200; i++)
        {
            size += Certificate.ToPdf(models[i % models.Length]).Length / 200; // warm
        }

        var times = new List<double>();
        for (var i = 0; i < Pages; i++)
        {
            var before = Environment.CpuUsage.TotalTime;
            Certificate.ToPdf(models[i % models.Length]);
            times.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        }

        Table.Value("one certificate, median", Measurement.Median(times), "ms", 15);
        Table.Value("one certificate, p99", times[Pages * 99 / 100], "ms");
        Table.Value("one certificate, mean size", size / 1024.0, "KB");
        using var run = new MemoryStream();
        var start = Environment.CpuUsage.TotalTime;
        Certificate.WriteBatch(run, Enumerable.Range(0, Pages).Select(i => models[i % models.Length]));
        Table.Value($"print run of {Pages}, each page", (Environment.CpuUsage.TotalTime - start).TotalMilliseconds / Pages, "ms", 15);
        return Task.CompletedTask;
    }
}
