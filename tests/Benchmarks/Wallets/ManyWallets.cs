using System.Diagnostics;
using Npgsql;

namespace SkillsPassport.Benchmarks.Wallets;

/// <summary>Fills the wallet's database: rows are copies of real ones with ids and indexes of their own, laid down as
/// years of use would, so that the rows of one passport lie far apart. The passports that are measured are real, and
/// lie scattered among the others.</summary>
internal sealed class ManyWallets(string connection)
{
    public const int Credentials = 8;

    /// <summary>Ciphertext of a copied row: eight million whole certificates would fill the disk of a small machine. The
    /// measured passports have theirs whole.</summary>
    private const int Ciphertext = 1_000;

    /// <param name="Own">What each row has for itself; everything else is the pattern's.</param>
    /// <param name="Every">Copies are laid down in every so-manieth pass.</param>
    private sealed record Filled(string Table, string Wallet, int Every, params (string Column, string Value)[] Own);

    private static readonly Filled[] Tables =
    [
        new("wallets", "id", Credentials, ("sign_in_index", Hash("s")), ("phone_index", Hash("p"))),
        new("held_certificates", "wallet_id", 1, ("id", Id("c")), ("award_index", Hash("a")),
            ("serial_index", Hash("n")), ("sealed", Cut(Ciphertext))),
        new("offer_intentions", "wallet_id", 1, ("id", Id("o")), ("offer_index", Hash("o")), ("sealed", Cut(300))),
        new("history", "wallet_id", 1, ("id", Id("h")), ("at", "p.at - (86400 * (8 - @k) + i % 86400) * 10000000::bigint")),
        new("share_links", "wallet_id", 4, ("id", Id("l")), ("link_digest", Hash("l")), ("sealed", Cut(Ciphertext))),
        new("signed_in_devices", "wallet_id", Credentials, ("id", Id("d")), ("nonce_index", Hash("d"))),
    ];

    /// <summary>Puts the real rows aside, lays down <paramref name="count"/> copies, with the real rows among
    /// them.</summary>
    /// <param name="measured">The real passports; the first is the pattern.</param>
    public async Task FillAsync(int count, IReadOnlyList<Guid> measured)
    {
        await using var data = NpgsqlDataSource.Create(connection + ";Command Timeout=0");
        await using var db = await data.OpenConnectionAsync();
        var watch = Stopwatch.StartNew();
        await RunAsync(db, "SET maintenance_work_mem = '1GB'");
        var rebuild = new List<string>();
        foreach (var table in Tables)
        {
            rebuild.AddRange(await StripAsync(db, table, measured[0]));
        }

        var chunk = Math.Max(1, count / measured.Count);
        for (var pass = 0; pass < Credentials; pass++)
        {
            for (var place = 0; place < measured.Count; place++)
            {
                var from = (place * chunk) + 1;
                var to = place == measured.Count - 1 ? count : from + chunk - 1;
                foreach (var table in Tables)
                {
                    await LayAsync(db, table, pass, from, to, measured[place]);
                }
            }
        }

        Table.Note($"{count:N0} passports laid down in {watch.Elapsed.TotalSeconds:N0} s");
        foreach (var statement in rebuild)
        {
            await RunAsync(db, statement);
        }

        await RunAsync(db, "ANALYZE");
        await using var size = new NpgsqlCommand(
            "SELECT pg_size_pretty(pg_database_size(current_database()))", db);
        await using var rows = new NpgsqlCommand("SELECT count(*) FROM held_certificates", db);
        Table.Note($"indexes built after {watch.Elapsed.TotalSeconds:N0} s; {await rows.ExecuteScalarAsync():N0} "
            + $"certificates; the database has {await size.ExecuteScalarAsync()}");
    }

    private static string Hash(string kind) => $"sha256(convert_to('{kind}' || @k || '-' || i, 'UTF8'))";

    private static string Id(string kind) => $"md5('{kind}' || @k || '-' || i)::uuid";

    private static string Cut(int bytes) => $"substr(p.sealed, 1, {bytes})";

    /// <summary>Takes constraints and indexes off and the real rows aside.</summary>
    /// <returns>What puts the former back.</returns>
    private static async Task<List<string>> StripAsync(NpgsqlConnection db, Filled table, Guid pattern)
    {
        var back = new List<string>();
        var drop = new List<string>();
        await using (var constraints = new NpgsqlCommand(
            $"SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = '{table.Table}'::regclass "
            + "AND contype IN ('p', 'u')", db))
        await using (var read = await constraints.ExecuteReaderAsync())
        {
            while (await read.ReadAsync())
            {
                back.Add($"ALTER TABLE {table.Table} ADD CONSTRAINT \"{read.GetString(0)}\" {read.GetString(1)}");
                drop.Add($"ALTER TABLE {table.Table} DROP CONSTRAINT \"{read.GetString(0)}\"");
            }
        }

        foreach (var statement in drop)
        {
            await RunAsync(db, statement);
        }

        drop.Clear();
        await using (var indexes = new NpgsqlCommand(
            $"SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = '{table.Table}'", db))
        await using (var read = await indexes.ExecuteReaderAsync())
        {
            while (await read.ReadAsync())
            {
                back.Add(read.GetString(1));
                drop.Add($"DROP INDEX \"{read.GetString(0)}\"");
            }
        }

        foreach (var statement in drop)
        {
            await RunAsync(db, statement);
        }

        // What keeps a history would not let it be put aside.
        await RunAsync(db, $"ALTER TABLE {table.Table} DISABLE TRIGGER USER");
        back.Add($"ALTER TABLE {table.Table} ENABLE TRIGGER USER");
        // Not written to the journal: only the layout matters here. Ciphertext cannot be made smaller: nobody tries.
        await RunAsync(db, $"ALTER TABLE {table.Table} SET UNLOGGED");
        await RunAsync(db, $"""
            CREATE TABLE aside_{table.Table} AS
              SELECT *, (row_number() OVER (PARTITION BY {table.Wallet} ORDER BY id)) % {Credentials} AS turn
              FROM {table.Table};
            CREATE TABLE pattern_{table.Table} AS
              SELECT * FROM {table.Table} WHERE {table.Wallet} = '{pattern}' LIMIT 1;
            TRUNCATE {table.Table};
            """);
        return back;
    }

    private static async Task LayAsync(NpgsqlConnection db, Filled table, int pass, int from, int to, Guid real)
    {
        var columns = await ColumnsAsync(db, table.Table);
        var all = string.Join(", ", columns.Select(column => $"\"{column}\""));
        await RunAsync(db, $"INSERT INTO {table.Table} ({all}) SELECT {all} FROM aside_{table.Table} "
            + $"WHERE {table.Wallet} = '{real}' AND turn = {pass}");
        if (pass % table.Every != 0)
        {
            return;
        }

        var values = columns.Select(column => column == table.Wallet
            ? "md5('w' || i)::uuid"
            : table.Own.FirstOrDefault(own => own.Column == column).Value ?? $"p.\"{column}\"");
        await RunAsync(db, $"INSERT INTO {table.Table} ({all}) SELECT {string.Join(", ", values)} "
            .Replace("@k", $"{pass}", StringComparison.Ordinal)
            + $"FROM generate_series({from}, {to}) i, pattern_{table.Table} p");
    }

    private static readonly Dictionary<string, IReadOnlyList<string>> Known = [];

    private static async Task<IReadOnlyList<string>> ColumnsAsync(NpgsqlConnection db, string table)
    {
        if (Known.TryGetValue(table, out var columns))
        {
            return columns;
        }

        var found = new List<string>();
        await using var command = new NpgsqlCommand(
            $"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' ORDER BY 1", db);
        await using var read = await command.ExecuteReaderAsync();
        while (await read.ReadAsync())
        {
            found.Add(read.GetString(0));
        }

        return Known[table] = found;
    }

    private static async Task RunAsync(NpgsqlConnection db, string sql)
    {
        await using var command = new NpgsqlCommand(sql, db);
        await command.ExecuteNonQueryAsync();
    }
}
