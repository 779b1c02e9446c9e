using System.Diagnostics;
using SkillsPassport.Issuer.Certificates;
using SkillsPassport.Services.Tests.Issuer.Certificates;

namespace SkillsPassport.Benchmarks.Services;

/// <summary>
/// 1,000 ill-treated pictures of the codes of sample certificates, read by the checker page's reader, by jsQR and by
/// zbar. The certificates are drawn and rasterised here; the pictures are made and read in <c>reading/run.mjs</c>.
/// </summary>
internal static class ReadingBenchmark
{
    private const int Certificates = 12, Smallest = 300, Largest = 424;

    public static async Task RunAsync()
    {
        Table.Heading("Codes read from bad pictures (same pictures for all readers, fixed seed)");
        var script = Path.Combine(Repository.Root, "tests", "Benchmarks", "reading");
        if (await RunAsync("npm", script, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error") is { } missing)
        {
            Table.Note($"left out: npm ci did not succeed in tests/Benchmarks/reading. {missing}");
            return;
        }

        var folder = Directory.CreateTempSubdirectory("sp-reading-").FullName;
        for (var i = 0; i < Certificates; i++)
        {
            var sample = CertificateSamples.All[i % CertificateSamples.All.Count];
            var model = CertificateSamples.Model(sample, cwtLength: Smallest + (Largest - Smallest) * i / (Certificates - 1));
            var name = Path.Combine(folder, $"{i:00}");
            await File.WriteAllBytesAsync(name + ".pdf", Certificate.ToPdf(model));
            await File.WriteAllTextAsync(name + ".txt", model.QrText);
            await RunAsync("pdftoppm", folder, "-r", "300", "-gray", "-singlefile", name + ".pdf", name);
        }

        var pictures = Environment.GetEnvironmentVariable("PICTURES_READ") ?? "1000";
        if (await RunAsync("node", script, "run.mjs", folder, pictures) is { } problem)
        {
            Table.Note(problem);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Null when all went well. What it prints goes to our own output.</summary>
    private static async Task<string?> RunAsync(string program, string folder, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder })!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? null : $"{program} ended with {process.ExitCode}.";
        }
        catch (System.ComponentModel.Win32Exception absent)
        {
            return absent.Message;
        }
    }
}
