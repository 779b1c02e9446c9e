using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SkillsPassport.Wallet.Database.Migrations;

/// <summary>The phones on which a worker signed in; the index by which a counter finds a number's passports.</summary>
[DbContext(typeof(WalletDb))]
[Migration("202611220002_RememberDevices")]
public sealed class RememberDevices : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "signed_in_devices",
            table => new
            {
                id = table.Column<Guid>(),
                wallet_id = table.Column<Guid>(),
                nonce_index = table.Column<byte[]>(nullable: true),
                @sealed = table.Column<byte[]>(name: "sealed"),
                session = table.Column<int>(),
                signed_in = table.Column<bool>(),
                created_at = table.Column<long>(),
                last_seen_at = table.Column<long>(),
            },
            constraints: table => table.PrimaryKey("PK_signed_in_devices", one => one.id));
        migrationBuilder.CreateIndex(
            "IX_signed_in_devices_wallet_id_nonce_index", "signed_in_devices", ["wallet_id", "nonce_index"],
            unique: true);
        migrationBuilder.CreateIndex("IX_signed_in_devices_nonce_index", "signed_in_devices", "nonce_index");
        migrationBuilder.AddColumn<byte[]>("phone_index", "wallets", nullable: true);
        migrationBuilder.CreateIndex("IX_wallets_phone_index", "wallets", "phone_index");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex("IX_wallets_phone_index", "wallets");
        migrationBuilder.DropColumn("phone_index", "wallets");
        migrationBuilder.DropTable("signed_in_devices");
    }
}
