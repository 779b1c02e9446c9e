using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SkillsPassport.Wallet.Database.Migrations;

/// <summary>Passkeys of workers' phones.</summary>
[DbContext(typeof(WalletDb))]
[Migration("202611220004_KeepPasskeys")]
public sealed class KeepPasskeys : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "passkeys",
            table => new
            {
                id = table.Column<Guid>(),
                wallet_id = table.Column<Guid>(),
                credential_index = table.Column<byte[]>(),
                @sealed = table.Column<byte[]>(name: "sealed"),
                created_at = table.Column<long>(),
                last_used_at = table.Column<long>(nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_passkeys", one => one.id));
        migrationBuilder.CreateIndex("IX_passkeys_credential_index", "passkeys", "credential_index", unique: true);
        migrationBuilder.CreateIndex("IX_passkeys_wallet_id", "passkeys", "wallet_id");
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("passkeys");
}
