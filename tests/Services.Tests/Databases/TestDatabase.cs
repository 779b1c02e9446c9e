using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace SkillsPassport.Services.Tests.Databases;

/// <summary>A fresh database of either engine, as settings for a service.</summary>
public sealed record TestDatabase(string Provider, string ConnectionString)
{
    /// <summary>Both engines, for theories.</summary>
    public static TheoryData<string> Engines => ["sqlite", "postgresql"];

    /// <summary>Command-line settings for a service's host.</summary>
    public string[] Args => [$"--Database:Provider={Provider}", $"--Database:ConnectionString={ConnectionString}"];

    /// <summary>Makes an empty one: a file, or a database in the run's own PostgreSQL.</summary>
    public static async Task<TestDatabase> NewAsync(string engine) => engine == "postgresql"
        ? new(engine, await PostgresCluster.ConnectionStringAsync())
        : new(engine, $"Data Source={Directory.CreateTempSubdirectory("sp-sqlite-").FullName}/test.db");

    /// <summary>Every octet that lies in the file of SQLite and in its log, as a thief would have them.</summary>
    /// <param name="known">Something that was written last: it must be found, or nothing else counts.</param>
    public byte[] Stolen(string known)
    {
        var file = ConnectionString["Data Source=".Length..];
        byte[] stolen = [.. new[] { file, file + "-wal" }.Where(File.Exists).SelectMany(File.ReadAllBytes)];
        Assert.True(stolen.AsSpan().IndexOf(Encoding.UTF8.GetBytes(known)) >= 0, $"{known} is not to be found");
        return stolen;
    }

    /// <summary>The same database for a context of one's own, outside a running service.</summary>
    public DbContextOptions<TDb> Options<TDb>(bool migrated) where TDb : DbContext
    {
        var options = new DbContextOptionsBuilder<TDb>();
        var migrations = typeof(TDb).Assembly;
        _ = Provider == "postgresql"
            ? options.UseNpgsql(ConnectionString, engine => engine.MigrationsAssembly(migrations))
            : options.UseSqlite(ConnectionString, engine => engine.MigrationsAssembly(migrations));
        if (migrated)
        {
            options.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
        }

        return options.Options;
    }
}
