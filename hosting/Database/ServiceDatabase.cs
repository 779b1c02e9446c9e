using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Hosting.Start;
using SkillsPassport.Hosting.Trust;

namespace SkillsPassport.Hosting.Database;

/// <summary>
/// One database per service: <c>Database:Provider</c> is <c>sqlite</c> (the default, a file in the data folder) or
/// <c>postgresql</c> with <c>Database:ConnectionString</c>.
/// </summary>
public static class ServiceDatabase
{
    /// <summary>Registers the context factory, migrations at start, counters, and cookie keys kept in the
    /// database.</summary>
    public static void AddServiceDatabase<TDb>(this WebApplicationBuilder builder) where TDb : ServiceDb
    {
        var identity = builder.Identity();
        var connection = builder.Configuration["Database:ConnectionString"];
        var provider = builder.Configuration["Database:Provider"] ?? "sqlite";
        Action<DbContextOptionsBuilder> engine = provider switch
        {
            "sqlite" => options => options.UseSqlite(string.IsNullOrEmpty(connection)
                    ? $"Data Source={Path.Combine(DataFolder.Of(builder, identity.Name), identity.Name + ".db")}"
                    : connection, sqlite => sqlite.MigrationsAssembly(typeof(TDb).Assembly))
                .AddInterceptors(SqlitePragmas.Instance),
            "postgresql" when !string.IsNullOrEmpty(connection) => options => options.UseNpgsql(connection,
                postgres => postgres.MigrationsAssembly(typeof(TDb).Assembly)),
            // Told when somebody opens the database, at the latest at the start, beside whatever else is wrong.
            "postgresql" => _ => throw new InvalidOperationException(
                "Database:ConnectionString: say where the PostgreSQL database is."),
            _ => _ => throw new InvalidOperationException(
                $"Database:Provider: '{provider}' is neither sqlite nor postgresql."),
        };
        builder.AddKnownNames("Database", "Provider", "ConnectionString");
        builder.AddKnownNames("Data", "Folder");
        builder.Services.AddStartCheck(services =>
            services.GetRequiredService<IDbContextFactory<TDb>>().CreateDbContext().Dispose());
        builder.Services.AddPooledDbContextFactory<TDb>(options =>
        {
            engine(options);
            options.AddInterceptors(StorableText.Instance);
            // Migrations are written by hand, without a model snapshot; a test compares them with the model instead.
            options.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
        });
        builder.Services.AddScoped(services => services.GetRequiredService<IDbContextFactory<TDb>>().CreateDbContext());
        builder.Services.AddSingleton<ICounters, Counters<TDb>>();
        builder.Services.AddSingleton<ITrustMemory, TrustMemory<TDb>>();
        builder.Services.AddHostedService<MigrateAtStart<TDb>>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseAnswers<TDb>>("database");
        builder.AddKeyFolder();
        builder.Services.AddDataProtection().SetApplicationName("SkillsPassport." + identity.Name);
        builder.Services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(services =>
            new ConfigureOptions<KeyManagementOptions>(keys =>
            {
                keys.XmlRepository = new SignInKeyStore<TDb>(services.GetRequiredService<IDbContextFactory<TDb>>());
                keys.XmlEncryptor = new KeyFileXmlEncryptor(services.GetRequiredService<FieldCipher>());
            }));
    }

    private sealed class SqlitePragmas : DbConnectionInterceptor
    {
        public static readonly SqlitePragmas Instance = new();

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData data) => Set(connection);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData data,
            CancellationToken cancel = default)
        {
            Set(connection);
            return Task.CompletedTask;
        }

        private static void Set(DbConnection connection)
        {
            using var command = ((SqliteConnection)connection).CreateCommand();
            // secure_delete: what a worker deletes is overwritten, not only unlinked.
            command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000; "
                + "PRAGMA secure_delete=ON;";
            command.ExecuteNonQuery();
        }
    }
}
