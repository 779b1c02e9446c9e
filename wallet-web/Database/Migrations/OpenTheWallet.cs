using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using SkillsPassport.Hosting.Database;

namespace SkillsPassport.Wallet.Database.Migrations;

/// <summary>The first tables: accounts, intentions, certificates, shares, history.</summary>
[DbContext(typeof(WalletDb))]
[Migration("202611210001_OpenTheWallet")]
public sealed class OpenTheWallet : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        SharedTables.Create(migrationBuilder);
        migrationBuilder.CreateTable(
            "wallets",
            table => new
            {
                id = table.Column<Guid>(),
                sign_in_index = table.Column<byte[]>(),
                sealed_phone = table.Column<byte[]>(),
                wrapped_key = table.Column<byte[]>(),
                wrapped_by = table.Column<string>(),
                stamp = table.Column<int>(),
                consent_version = table.Column<int>(),
                created_at = table.Column<long>(),
            },
            constraints: table => table.PrimaryKey("PK_wallets", one => one.id));
        migrationBuilder.CreateIndex("IX_wallets_sign_in_index", "wallets", "sign_in_index", unique: true);
        migrationBuilder.CreateTable(
            "sign_in_paces",
            table => new
            {
                subject = table.Column<byte[]>(),
                tries = table.Column<int>(),
                last_at = table.Column<long>(),
                next_at = table.Column<long>(),
            },
            constraints: table => table.PrimaryKey("PK_sign_in_paces", one => one.subject));
        migrationBuilder.CreateTable(
            "offer_intentions",
            table => new
            {
                id = table.Column<Guid>(),
                wallet_id = table.Column<Guid>(),
                offer_index = table.Column<byte[]>(),
                step = table.Column<string>(),
                busy_until = table.Column<long>(),
                @sealed = table.Column<byte[]>(name: "sealed"),
                created_at = table.Column<long>(),
            },
            constraints: table => table.PrimaryKey("PK_offer_intentions", one => one.id));
        migrationBuilder.CreateIndex(
            "IX_offer_intentions_wallet_id_offer_index", "offer_intentions", ["wallet_id", "offer_index"],
            unique: true);
        migrationBuilder.CreateTable(
            "held_certificates",
            table => new
            {
                id = table.Column<Guid>(),
                wallet_id = table.Column<Guid>(),
                award_index = table.Column<byte[]>(),
                @sealed = table.Column<byte[]>(name: "sealed"),
                marking = table.Column<string>(),
                marked_at = table.Column<long>(),
                status = table.Column<string>(),
                status_as_of = table.Column<long>(nullable: true),
                received_at = table.Column<long>(),
            },
            constraints: table => table.PrimaryKey("PK_held_certificates", one => one.id));
        migrationBuilder.CreateIndex(
            "IX_held_certificates_wallet_id_award_index", "held_certificates", ["wallet_id", "award_index"],
            unique: true);
        CreateShares(migrationBuilder);
        migrationBuilder.CreateTable(
            "history",
            table => new
            {
                id = table.Column<Guid>(),
                wallet_id = table.Column<Guid>(),
                at = table.Column<long>(),
                kind = table.Column<string>(),
                @sealed = table.Column<byte[]>(name: "sealed", nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_history", one => one.id));
        migrationBuilder.CreateIndex("IX_history_wallet_id_at", "history", ["wallet_id", "at"]);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in new[]
                 {
                     "history", "gone_shares", "share_links", "held_certificates", "offer_intentions",
                     "sign_in_paces", "wallets",
                 })
        {
            migrationBuilder.DropTable(table);
        }

        SharedTables.Drop(migrationBuilder);
    }

    private static void CreateShares(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "share_links",
            table => new
            {
                id = table.Column<Guid>(),
                wallet_id = table.Column<Guid>(),
                link_digest = table.Column<byte[]>(),
                @sealed = table.Column<byte[]>(name: "sealed"),
                created_at = table.Column<long>(),
                ends_at = table.Column<long>(),
                stopped_at = table.Column<long>(nullable: true),
                openings = table.Column<int>(),
                last_opened_at = table.Column<long>(nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_share_links", one => one.id));
        migrationBuilder.CreateIndex("IX_share_links_link_digest", "share_links", "link_digest", unique: true);
        migrationBuilder.CreateIndex("IX_share_links_wallet_id", "share_links", "wallet_id");
        migrationBuilder.CreateTable(
            "gone_shares",
            table => new { link_digest = table.Column<byte[]>(), until = table.Column<long>() },
            constraints: table => table.PrimaryKey("PK_gone_shares", one => one.link_digest));
    }
}
