using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using SkillsPassport.Hosting.Officers;

namespace SkillsPassport.Wallet.Database.Migrations;

/// <summary>Helpers at counters, and what they may ask for: recovery of a passport.</summary>
[DbContext(typeof(WalletDb))]
[Migration("202611220003_OpenCounters")]
public sealed class OpenCounters : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        OfficerTables.Create(migrationBuilder);
        migrationBuilder.CreateTable(
            "counter_helpers",
            table => new { user_name = table.Column<string>(), centre = table.Column<string>() },
            constraints: table => table.PrimaryKey("PK_counter_helpers", one => one.user_name));
        migrationBuilder.CreateTable(
            "recovery_requests",
            table => new
            {
                id = table.Column<Guid>(),
                wallet_id = table.Column<Guid>(),
                reason = table.Column<string>(),
                state = table.Column<string>(),
                asked_by = table.Column<string>(),
                needs_second = table.Column<bool>(),
                approved_by = table.Column<string>(nullable: true),
                @sealed = table.Column<byte[]>(name: "sealed"),
                slip_digest = table.Column<byte[]>(),
                cancel_digest = table.Column<byte[]>(nullable: true),
                asked_at = table.Column<long>(),
                opens_at = table.Column<long>(),
                ends_at = table.Column<long>(),
                settled_at = table.Column<long>(nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_recovery_requests", one => one.id);
                table.CheckConstraint("CK_recovery_second_person", "approved_by IS NULL OR approved_by <> asked_by");
            });
        migrationBuilder.CreateIndex("IX_recovery_requests_wallet_id", "recovery_requests", "wallet_id");
        migrationBuilder.CreateIndex(
            "IX_recovery_requests_slip_digest", "recovery_requests", "slip_digest", unique: true);
        migrationBuilder.CreateIndex("IX_recovery_requests_cancel_digest", "recovery_requests", "cancel_digest");
        migrationBuilder.CreateIndex("IX_recovery_requests_state", "recovery_requests", "state");
        migrationBuilder.AddColumn<Guid>("recovery_id", "wallets", nullable: true);
        migrationBuilder.AddColumn<byte[]>("serial_index", "held_certificates", nullable: true);
        migrationBuilder.CreateIndex("IX_held_certificates_serial_index", "held_certificates", "serial_index");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex("IX_held_certificates_serial_index", "held_certificates");
        migrationBuilder.DropColumn("serial_index", "held_certificates");
        migrationBuilder.DropColumn("recovery_id", "wallets");
        migrationBuilder.DropTable("recovery_requests");
        migrationBuilder.DropTable("counter_helpers");
        OfficerTables.Drop(migrationBuilder);
    }
}
