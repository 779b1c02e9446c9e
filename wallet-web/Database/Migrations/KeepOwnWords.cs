using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SkillsPassport.Wallet.Database.Migrations;

/// <summary>What workers say about themselves.</summary>
[DbContext(typeof(WalletDb))]
[Migration("202611220120_KeepOwnWords")]
public sealed class KeepOwnWords : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "declared_entries",
            table => new
            {
                id = table.Column<Guid>(),
                wallet_id = table.Column<Guid>(),
                @sealed = table.Column<byte[]>(name: "sealed"),
                changed_at = table.Column<long>(),
            },
            constraints: table => table.PrimaryKey("PK_declared_entries", one => one.id));
        migrationBuilder.CreateIndex("IX_declared_entries_wallet_id", "declared_entries", "wallet_id");
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("declared_entries");
}
