using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SkillsPassport.Wallet.Database.Migrations;

/// <summary>The slip of a request that the newest one replaced.</summary>
[DbContext(typeof(WalletDb))]
[Migration("202611233002_KnowReplacedSlips")]
public sealed class KnowReplacedSlips : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<byte[]>("replaced_digest", "recovery_requests", nullable: true);
        migrationBuilder.CreateIndex(
            "IX_recovery_requests_replaced_digest", "recovery_requests", "replaced_digest");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex("IX_recovery_requests_replaced_digest", "recovery_requests");
        migrationBuilder.DropColumn("replaced_digest", "recovery_requests");
    }
}
