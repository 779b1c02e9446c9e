using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using SkillsPassport.Hosting.Start;

namespace SkillsPassport.Hosting.Database;

/// <summary>Applies the migrations before anything listens. Two processes may start together.</summary>
public sealed class MigrateAtStart<TDb>(IDbContextFactory<TDb> databases) : IHostedLifecycleService
    where TDb : ServiceDb
{
    private const long PostgresLock = 0x736B_696C_6C73; // "skills"

    /// <inheritdoc/>
    public async Task StartingAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!db.Database.IsSqlite())
        {
            await MigrateAloneAsync(db, cancel);
            return;
        }

        // EF's own lock on SQLite is a row that outlives a killed process; a file lock ends with its holder.
        var file = new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(
            db.Database.GetConnectionString()).DataSource;
        using var alone = FileLock.Take(file + ".migrating");
        await db.Database.ExecuteSqlRawAsync("""DROP TABLE IF EXISTS "__EFMigrationsLock";""", cancel);
        await db.Database.MigrateAsync(cancel);
    }

    private static async Task MigrateAloneAsync(TDb db, CancellationToken cancel)
    {
        // EF locks inside the history table, which the first copy has yet to make: two first starts would both migrate.
        // An advisory lock needs no table and ends with its connection.
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({PostgresLock})", cancel);
            await db.Database.MigrateAsync(cancel);
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({PostgresLock})", CancellationToken.None);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancel) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancel) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancel) => Task.CompletedTask;
}

/// <summary>Ready means that the database answers.</summary>
public sealed class DatabaseAnswers<TDb>(IDbContextFactory<TDb> databases) : IHealthCheck where TDb : ServiceDb
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context,
        CancellationToken cancel = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Database.CanConnectAsync(cancel)
            ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The database does not answer.");
    }
}
