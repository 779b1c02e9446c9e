using System.Diagnostics;
using System.Globalization;
using SkillsPassport.Issuer.Certificates;
using SkillsPassport.Services.Tests.Issuer.Certificates;

namespace SkillsPassport.Benchmarks;

/// <summary>How long one certificate takes from its model to its finished PDF, on one thread.</summary>
public static class DrawCertificates
{
    /// <summary>Draws every sample so many times and returns a line for the table.</summary>
    public static string Run(int rounds = 20)
    {
        var models = CertificateSamples.All.Select(sample => CertificateSamples.Model(sample)).ToList();
        // The first pages pay for fonts and compilation.
        models.ForEach(model => Certificate.ToPdf(model));
        models.ForEach(model => Certificate.ToPdf(model));
        var times = new List<double>();
        long bytes = 0;
        for (var round = 0; round < rounds; round++)
        {
            foreach (var model in models)
            {
                var watch = Stopwatch.StartNew();
                bytes += Certificate.ToPdf(model).Length;
                times.Add(watch.Elapsed.TotalMilliseconds);
            }
        }
        times.Sort();
        return string.Create(CultureInfo.InvariantCulture,
            $"certificate PDF, one page: median {times[times.Count / 2]:F1} ms, p90 {times[times.Count * 9 / 10]:F1} ms, "
            + $"least {times[0]:F1} ms, {bytes / times.Count / 1024} KB");
    }
}
