using System.Diagnostics;
using Npgsql;

namespace SkillsPassport.Services.Tests.Databases;

/// <summary>A real PostgreSQL for the whole test run: its own data folder, reached through a socket beside it and no
/// port, gone afterwards.</summary>
public static class PostgresCluster
{
    private static readonly Lazy<Task<string>> Started = new(StartAsync);
    private static int _databases;

    /// <summary>The connection string of a fresh, empty database.</summary>
    public static async Task<string> ConnectionStringAsync()
    {
        var server = await Started.Value;
        var name = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await create.ExecuteNonQueryAsync();
        // Many small pools on one small server: keep each of them small, and let go of what a test no longer needs.
        return new NpgsqlConnectionStringBuilder(server)
        {
            Database = name, MaxPoolSize = 12, ConnectionIdleLifetime = 10, ConnectionPruningInterval = 5,
        }.ConnectionString;
    }

    private static async Task<string> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("sp-postgres-").FullName;
        var root = Environment.UserName == "root";
        if (root)
        {
            // PostgreSQL refuses to run as root.
            await RunAsync("chown", "postgres", folder);
        }

        await RunAsAsync(root, "initdb", "--no-sync", "-D", $"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8");
        await RunAsAsync(root, "pg_ctl", "start", "-w", "-t", "180", "-D", $"{folder}/data", "-l", $"{folder}/log", "-o",
            $"-c listen_addresses='' -k {folder} -c fsync=off -c max_connections=500");
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            RunAsAsync(root, "pg_ctl", "stop", "-m", "immediate", "-D", $"{folder}/data").GetAwaiter().GetResult();
            Directory.Delete(folder, recursive: true);
        };
        return $"Host={folder};Username=postgres;Database=postgres;Pooling=true";
    }

    private static Task RunAsAsync(bool root, string tool, params string[] args)
    {
        var path = Directory.GetDirectories("/usr/lib/postgresql").Order().Select(version => $"{version}/bin/{tool}")
            .Last(File.Exists);
        return root
            ? RunAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. args])
            : RunAsync(path, args);
    }

    private static async Task RunAsync(string program, params string[] args)
    {
        // Output is not piped: the server keeps the descriptors it inherits, and a pipe would never end.
        using var process = Process.Start(new ProcessStartInfo("/bin/sh",
            ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. args]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', args)} ended with {process.ExitCode}.");
        }
    }
}
