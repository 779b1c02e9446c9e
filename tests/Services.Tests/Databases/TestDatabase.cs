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
        : new(engine, $"Data Source={Path.Combine(Directory.CreateTempSubdirectory("sp-sqlite-").FullName, "test.db")}");
}
