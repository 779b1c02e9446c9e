using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using SkillsPassport.Authority.Database;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Issuer.Database;
using SkillsPassport.Verifier.Database;
using SkillsPassport.Wallet.Database;

namespace SkillsPassport.Services.Tests.Databases;

/// <summary>Migrations are written by hand: this compares what they make with what the model says.</summary>
public sealed class MigrationsTests
{
    private const string SqliteColumns = """
        SELECT m.name || '.' || c.name || ' ' || replace(c.type, ' GENERATED ALWAYS', '') || CASE WHEN c."notnull" OR c.pk THEN ' required' ELSE '' END
            || CASE WHEN c.pk THEN ' key ' || c.pk ELSE '' END AS "Value"
        FROM sqlite_master m, pragma_table_xinfo(m.name) c WHERE m.type = 'table'
        """;

    private const string SqliteIndexes = """
        SELECT m.name || ' (' || (SELECT group_concat(c.name) FROM pragma_index_info(i.name) c) || ') '
            || CASE WHEN i."unique" THEN 'unique' ELSE '' END AS "Value"
        FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.type = 'table' AND i.origin <> 'pk'
        """;

    private const string PostgresColumns = """
        SELECT table_name || '.' || column_name || ' ' || replace(data_type, 'character varying', 'text')
            || CASE WHEN is_nullable = 'NO' THEN ' required' ELSE '' END AS "Value"
        FROM information_schema.columns WHERE table_schema = 'public'
        """;

    private const string PostgresIndexes = """
        SELECT tablename || regexp_replace(indexdef, '^CREATE (UNIQUE )?INDEX .* ON [^ ]+ ', ' \1') AS "Value"
        FROM pg_indexes WHERE schemaname = 'public'
        """;

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public Task The_issuers_migrations_make_what_its_model_says(string engine) =>
        CompareAsync<IssuerDb>(engine, options => new IssuerDb(options));

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public Task The_authoritys_migrations_make_what_its_model_says(string engine) =>
        CompareAsync<AuthorityDb>(engine, options => new AuthorityDb(options));

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public Task The_verifiers_migrations_make_what_its_model_says(string engine) =>
        CompareAsync<VerifierDb>(engine, options => new VerifierDb(options));

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public Task The_wallets_migrations_make_what_its_model_says(string engine) =>
        CompareAsync<WalletDb>(engine, options => new WalletDb(options));

    [Theory]
    [MemberData(nameof(TestDatabase.Engines), MemberType = typeof(TestDatabase))]
    public async Task Copies_that_start_at_once_migrate_once(string engine)
    {
        var database = await TestDatabase.NewAsync(engine);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            new MigrateAtStart<IssuerDb>(new PooledDbContextFactory<IssuerDb>(database.Options<IssuerDb>(migrated: true)))
                .StartingAsync(default))));
        await using var db = new IssuerDb(database.Options<IssuerDb>(migrated: true));
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    private static async Task CompareAsync<TDb>(string engine, Func<DbContextOptions<TDb>, TDb> open) where TDb : ServiceDb
    {
        await using var migrated = open((await TestDatabase.NewAsync(engine)).Options<TDb>(migrated: true));
        await migrated.Database.MigrateAsync();
        await using var modelled = open((await TestDatabase.NewAsync(engine)).Options<TDb>(migrated: false));
        await modelled.Database.EnsureCreatedAsync();
        var (columns, indexes) = engine == "postgresql"
            ? (PostgresColumns, PostgresIndexes) : (SqliteColumns, SqliteIndexes);
        Assert.Equal(await ReadAsync(modelled, columns), await ReadAsync(migrated, columns));
        // A migration may have more indexes than the model speaks of, never fewer.
        Assert.Empty((await ReadAsync(modelled, indexes)).Except(await ReadAsync(migrated, indexes)));
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(DbContext db, string query) =>
    [
        .. (await db.Database.SqlQueryRaw<string>(query).ToListAsync())
            .Where(row => !row.StartsWith("__EF", StringComparison.Ordinal)
                && !row.StartsWith("sqlite_", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];
}
