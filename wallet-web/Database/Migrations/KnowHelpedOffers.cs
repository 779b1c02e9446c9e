using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SkillsPassport.Wallet.Database.Migrations;

/// <summary>Into which helped session an offer was brought.</summary>
[DbContext(typeof(WalletDb))]
[Migration("202611233001_KnowHelpedOffers")]
public sealed class KnowHelpedOffers : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AddColumn<Guid>("helped_by", "offer_intentions", nullable: true);

    protected override void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.DropColumn("helped_by", "offer_intentions");
}
