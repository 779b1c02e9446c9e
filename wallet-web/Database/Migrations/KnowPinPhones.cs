using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SkillsPassport.Wallet.Database.Migrations;

/// <summary>On which phones the right PIN was entered.</summary>
[DbContext(typeof(WalletDb))]
[Migration("202611223005_KnowPinPhones")]
public sealed class KnowPinPhones : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<bool>("pin_entered", "signed_in_devices", nullable: false, defaultValue: false);
        // Where there is no passkey, every phone of the worker's own was opened by number and PIN.
        migrationBuilder.Sql(
            """
            UPDATE signed_in_devices SET pin_entered = TRUE WHERE nonce_index IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM passkeys WHERE passkeys.wallet_id = signed_in_devices.wallet_id)
            """);
    }

    protected override void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.DropColumn("pin_entered", "signed_in_devices");
}
