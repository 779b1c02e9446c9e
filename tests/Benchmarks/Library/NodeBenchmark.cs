using System.Diagnostics;
using System.Text.Json;

namespace SkillsPassport.Benchmarks.Library;

/// <summary><c>@sd-jwt/sd-jwt-vc</c> on Node with native ES256 doing the same work, right after ours.</summary>
internal static class NodeBenchmark
{
    public static async Task RunAsync(double ourSigning, double ourVerifying, double ourKeyBound)
    {
        var folder = Path.Combine(Repository.Root, "tests", "Benchmarks", "node");
        if (!Directory.Exists(Path.Combine(folder, "node_modules"))
            && await RunAsync("npm", "ci --no-audit --no-fund --silent", folder) is null)
        {
            Table.Note("@sd-jwt/sd-jwt-vc is left out: npm ci did not succeed in tests/Benchmarks/node.");
            return;
        }

        if (await RunAsync("node", "bench.mjs", folder) is not { } output)
        {
            Table.Note("@sd-jwt/sd-jwt-vc is left out: node bench.mjs did not succeed.");
            return;
        }

        using var rates = JsonDocument.Parse(output);
        double Of(string name) => rates.RootElement.GetProperty(name).GetDouble();
        Table.Heading("@sd-jwt/sd-jwt-vc 0.19.0 on Node in the same run (ratio: ours to theirs)");
        Table.Rate("Node: sign SD-JWT VC, 10 disclosures", Of("sign"));
        Table.Rate("  ours", ourSigning, Of("sign"));
        Table.Rate("Node: verify SD-JWT VC, 10 disclosures (no trust, no status)", Of("verify"));
        Table.Rate("  ours, with trust and status", ourVerifying, Of("verify"));
        Table.Rate("Node: verify SD-JWT VC + KB-JWT", Of("verifyKeyBinding"));
        Table.Rate("  ours, with trust and status", ourKeyBound, Of("verifyKeyBinding"));
    }

    private static async Task<string?> RunAsync(string program, string arguments, string folder)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
            })!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
