using Microsoft.EntityFrameworkCore.Migrations;

namespace SkillsPassport.Hosting.Database;

/// <summary>The tables of <see cref="ServiceDb"/>, for each service's first migration to make and drop.</summary>
public static class SharedTables
{
    /// <summary>Makes them.</summary>
    public static void Create(MigrationBuilder migration)
    {
        migration.CreateTable("sign_in_keys", table => new
        {
            name = table.Column<string>(nullable: false),
            xml = table.Column<string>(nullable: false),
        }, constraints: table => table.PrimaryKey("PK_sign_in_keys", one => one.name));
        migration.CreateTable("counters", table => new
        {
            key = table.Column<string>(nullable: false),
            window_start = table.Column<long>(nullable: false),
            count = table.Column<int>(nullable: false),
        }, constraints: table => table.PrimaryKey("PK_counters", one => one.key));
        migration.CreateTable("trust_lists", table => new
        {
            root = table.Column<string>(nullable: false),
            sequence = table.Column<long>(nullable: false),
            digest = table.Column<string>(nullable: false),
            jws = table.Column<string>(nullable: false),
            received_at = table.Column<long>(nullable: false),
        }, constraints: table => table.PrimaryKey("PK_trust_lists", one => one.root));
    }

    /// <summary>Drops them.</summary>
    public static void Drop(MigrationBuilder migration)
    {
        migration.DropTable("trust_lists");
        migration.DropTable("counters");
        migration.DropTable("sign_in_keys");
    }
}
