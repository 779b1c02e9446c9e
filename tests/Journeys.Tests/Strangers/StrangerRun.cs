using System.Diagnostics;

namespace SkillsPassport.Journeys.Tests.Strangers;

/// <summary>Runs a stranger's client in Node; its packages are installed once, at the versions of the lock file.</summary>
internal static class StrangerRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    public static string Repository { get; } = FindRepository();

    private static string Folder => Path.Combine(Repository, "tests", "Journeys.Tests", "Strangers");

    /// <summary>Runs a script to its end; fails with all it printed.</summary>
    public static async Task AsksAsync(string script, params string[] arguments)
    {
        await Installed.Value;
        await RunAsync("node", [script, .. arguments]);
    }

    private static Task InstallAsync() => File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json"))
        ? Task.CompletedTask
        : RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);

    private static async Task RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        using var limit = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"{program} {arguments[0]}\n{await output}\n{await errors}");
    }

    private static string FindRepository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "SkillsPassport.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
