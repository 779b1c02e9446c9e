using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SkillsPassport.Verifier.Database.Migrations;

/// <summary>API keys, by their hashes.</summary>
[DbContext(typeof(VerifierDb))]
[Migration("20261122000500_ApiKeys")]
public sealed class M20261122_ApiKeys : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("api_keys", table => new
        {
            id = table.Column<string>(nullable: false),
            name = table.Column<string>(nullable: false),
            hash = table.Column<string>(nullable: false),
            per_minute = table.Column<int>(nullable: false),
            created_at = table.Column<long>(nullable: false),
            revoked_at = table.Column<long>(nullable: true),
        }, constraints: table => table.PrimaryKey("PK_api_keys", one => one.id));
        migrationBuilder.CreateIndex("IX_api_keys_hash", "api_keys", "hash", unique: true);
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("api_keys");
}
