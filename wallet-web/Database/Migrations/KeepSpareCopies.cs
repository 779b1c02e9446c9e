using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SkillsPassport.Wallet.Database.Migrations;

/// <summary>Copies of certificates that were shown to nobody yet.</summary>
[DbContext(typeof(WalletDb))]
[Migration("202611223004_KeepSpareCopies")]
public sealed class KeepSpareCopies : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "spare_copies",
            table => new
            {
                id = table.Column<Guid>(),
                wallet_id = table.Column<Guid>(),
                certificate_id = table.Column<Guid>(),
                @sealed = table.Column<byte[]>(name: "sealed"),
            },
            constraints: table => table.PrimaryKey("PK_spare_copies", one => one.id));
        migrationBuilder.CreateIndex("IX_spare_copies_certificate_id", "spare_copies", "certificate_id");
        migrationBuilder.CreateIndex("IX_spare_copies_wallet_id", "spare_copies", "wallet_id");
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("spare_copies");
}
