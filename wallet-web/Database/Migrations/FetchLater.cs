using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SkillsPassport.Wallet.Database.Migrations;

/// <summary>When an unfinished reception goes on by itself.</summary>
[DbContext(typeof(WalletDb))]
[Migration("202611220110_FetchLater")]
public sealed class FetchLater : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<long>("next_try_at", "offer_intentions", nullable: true);
        migrationBuilder.AddColumn<int>("tries", "offer_intentions", nullable: false, defaultValue: 0);
        migrationBuilder.CreateIndex("IX_offer_intentions_next_try_at", "offer_intentions", "next_try_at");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex("IX_offer_intentions_next_try_at", "offer_intentions");
        migrationBuilder.DropColumn("tries", "offer_intentions");
        migrationBuilder.DropColumn("next_try_at", "offer_intentions");
    }
}
