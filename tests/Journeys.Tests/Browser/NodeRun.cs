using System.Diagnostics;
using System.Text;
using SkillsPassport.Verifier.Browser;

namespace SkillsPassport.Journeys.Tests.Browser;

/// <summary>Runs a script beside these tests in Node, with the browser modules as they stand in the source tree.</summary>
public static class NodeRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static string Repository { get; } = FindRepository();

    public static string Vectors => Path.Combine(Repository, "tests", "Credentials.Tests", "Vectors");

    /// <summary>Runs the script's <c>node:test</c> tests; fails with their output.</summary>
    public static async Task TestAsync(string script, params (string Name, string Value)[] environment)
    {
        var data = Path.Combine(Path.GetTempPath(), $"sp-data-{Guid.NewGuid():N}.json");
        await File.WriteAllBytesAsync(data, PageJson.Data());
        try
        {
            var start = new ProcessStartInfo("node",
                ["--test", "--test-reporter=spec", Path.Combine(Repository, "tests", "Journeys.Tests", "Browser", script)])
            {
                RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8,
            };
            start.Environment["PAGE_DATA"] = data;
            start.Environment["VECTORS"] = Vectors;
            start.Environment["MODULES"] = Path.Combine(Repository, "verifier", "Browser");
            foreach (var (name, value) in environment)
            {
                start.Environment[name] = value;
            }

            using var node = Process.Start(start)!;
            using var limit = new CancellationTokenSource(Patience);
            var output = node.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = node.StandardError.ReadToEndAsync(limit.Token);
            await node.WaitForExitAsync(limit.Token);
            Assert.True(node.ExitCode == 0, $"{await output}\n{await errors}");
        }
        finally
        {
            File.Delete(data);
        }
    }

    private static string FindRepository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "SkillsPassport.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Not inside the repository.");
        }

        return folder;
    }
}
