using Microsoft.EntityFrameworkCore.Migrations;

namespace SkillsPassport.Hosting.Database;

/// <summary>Hand-written migrations, once for SQLite and PostgreSQL.</summary>
public static class SqlOfBothEngines
{
    /// <summary>
    /// Runs statements that end with a semicolon and a line break. The words in which the engines differ are BYTES,
    /// FLAG, BIG and INT.
    /// </summary>
    public static void Statements(this MigrationBuilder migration, string sql)
    {
        var postgres = migration.ActiveProvider!.Contains("Npgsql", StringComparison.Ordinal);
        foreach (var statement in sql.Split(";\n",
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            migration.Sql(postgres
                ? statement.Replace("BYTES", "bytea").Replace("FLAG", "boolean").Replace("BIG", "bigint")
                    .Replace("INT ", "integer ")
                : statement.Replace("BYTES", "BLOB").Replace("FLAG", "INTEGER").Replace("BIG", "INTEGER")
                    .Replace("INT ", "INTEGER "));
        }
    }
}
