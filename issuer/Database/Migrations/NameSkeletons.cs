using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SkillsPassport.Issuer.Database.Migrations;

/// <summary>
/// The consonants of every name, so that all certificates are searched for another spelling. The database keeps the
/// column itself, for what is there and for what a process of an older version still adds. It says nothing that the
/// name beside it does not. No index: the search looks inside the text, as the one for the exact name does.
/// </summary>
[DbContext(typeof(IssuerDb))]
[Migration("20261122203000_NameSkeletons")]
public sealed class NameSkeletons : Migration
{
    private const string Dropped = "AEIOUYH";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // SQLite adds no stored column to a table that is there, PostgreSQL keeps none that is not stored.
        var kept = migrationBuilder.ActiveProvider!.Contains("Npgsql", StringComparison.Ordinal) ? "STORED" : "VIRTUAL";
        migrationBuilder.Sql(
            $"ALTER TABLE awards ADD COLUMN name_skeleton TEXT GENERATED ALWAYS AS ({Skeleton()}) {kept}");
    }

    protected override void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("ALTER TABLE awards DROP COLUMN name_skeleton");

    /// <summary>Each word between blanks: its first letter, in small letters while the others are dropped, and the rest
    /// without them. Names are in Latin capitals.</summary>
    private static string Skeleton()
    {
        var words = ".-()/,".Aggregate("replace(full_name, '''', '')", (sql, mark) => $"replace({sql}, '{mark}', ' ')");
        var begun = Dropped.Aggregate($"(' ' || {words} || ' ')",
            (sql, letter) => $"replace({sql}, ' {letter}', ' {char.ToLowerInvariant(letter)}')");
        return $"upper({Dropped.Aggregate(begun, (sql, letter) => $"replace({sql}, '{letter}', '')")})";
    }
}
