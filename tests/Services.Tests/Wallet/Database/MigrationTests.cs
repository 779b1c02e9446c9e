using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Services.Tests.Databases;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Services.Tests.Wallet.Database;

/// <summary>Migrations are written by hand: the tables they make are those of the model.</summary>
public sealed partial class MigrationTests
{
    [Fact]
    public async Task Migrations_make_the_tables_of_the_model_on_sqlite()
    {
        await using var migrated = Sqlite();
        await migrated.Database.MigrateAsync();
        await using var modelled = Sqlite();
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        var script = modelled.Database.GenerateCreateScript();
        await using (var create = new SqliteCommand(script, connection))
        {
            await create.ExecuteNonQueryAsync();
        }

        await migrated.Database.OpenConnectionAsync();
        Assert.Equal(
            await ShapeAsync(connection), await ShapeAsync(migrated.Database.GetDbConnection()));
    }

    [Fact]
    public async Task Migrations_go_up_and_down_on_postgresql()
    {
        var database = await TestDatabase.NewAsync("postgresql");
        await using var db = new WalletDb(
            new DbContextOptionsBuilder<WalletDb>().UseNpgsql(database.ConnectionString)
                .ConfigureWarnings(warnings => warnings.Ignore(
                    Microsoft.EntityFrameworkCore.Diagnostics.RelationalEventId.PendingModelChangesWarning)).Options);
        await db.Database.MigrateAsync();
        var expected = CreateTable().Matches(db.Database.GenerateCreateScript()).Select(one => one.Groups[1].Value).Order();
        Assert.Equal(expected, (await TablesAsync(db)).Order());
        await db.Database.MigrateAsync("0");
        Assert.Empty(await TablesAsync(db));
    }

    private static Task<List<string>> TablesAsync(WalletDb db) => db.Database.SqlQuery<string>(
        $"""SELECT table_name AS "Value" FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> '__EFMigrationsHistory'""").ToListAsync();

    private static WalletDb Sqlite()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("sp-migrate-").FullName, "wallet.db");
        return new WalletDb(new DbContextOptionsBuilder<WalletDb>().UseSqlite($"Data Source={file}")
            .ConfigureWarnings(warnings => warnings.Ignore(
                Microsoft.EntityFrameworkCore.Diagnostics.RelationalEventId.PendingModelChangesWarning)).Options);
    }

    /// <summary>Every column with type, nullability and key place, and every index with its columns.</summary>
    private static async Task<List<string>> ShapeAsync(DbConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT t.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk
            FROM sqlite_master t JOIN pragma_table_info(t.name) c
            WHERE t.type = 'table' AND t.name NOT LIKE '\_\_EF%' ESCAPE '\' AND t.name NOT LIKE 'sqlite%'
            UNION ALL
            SELECT i.tbl_name || ' index ' || i.name || ' ' || x.seqno || ' ' || x.name
            FROM sqlite_master i JOIN pragma_index_info(i.name) x WHERE i.type = 'index' AND i.sql IS NOT NULL
            """;
        var shape = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            shape.Add(reader.GetString(0));
        }

        return [.. shape.Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex("CREATE TABLE \"?([a-z_]+)\"?")]
    private static partial Regex CreateTable();
}
