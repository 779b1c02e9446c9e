using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SkillsPassport.Wallet.Database.Migrations;

/// <summary>When a fresh copy of a certificate is asked for.</summary>
[DbContext(typeof(WalletDb))]
[Migration("202611220130_RenewCopies")]
public sealed class RenewCopies : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<long>("renew_at", "held_certificates", nullable: true);
        migrationBuilder.CreateIndex("IX_held_certificates_renew_at", "held_certificates", "renew_at");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex("IX_held_certificates_renew_at", "held_certificates");
        migrationBuilder.DropColumn("renew_at", "held_certificates");
    }
}
