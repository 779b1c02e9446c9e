using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SkillsPassport.Wallet.Database.Migrations;

/// <summary>Each visit to a share, how many are allowed, how many the worker has seen, and whom a share was made
/// for.</summary>
[DbContext(typeof(WalletDb))]
[Migration("202611223001_CountOpenings")]
public sealed class CountOpenings : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<int>("openings_limit", "share_links", nullable: true);
        migrationBuilder.AddColumn<int>("seen_openings", "share_links", nullable: false, defaultValue: 0);
        migrationBuilder.AddColumn<bool>("tell_by_message", "share_links", nullable: false, defaultValue: true);
        migrationBuilder.AddColumn<byte[]>("recruiter_index", "share_links", nullable: true);
        migrationBuilder.CreateIndex("IX_share_links_recruiter_index", "share_links", "recruiter_index");
        // What was opened before is no news.
        migrationBuilder.Sql("UPDATE share_links SET seen_openings = openings");
        migrationBuilder.CreateTable(
            "share_openings",
            table => new
            {
                id = table.Column<Guid>(),
                share_id = table.Column<Guid>(),
                wallet_id = table.Column<Guid>(),
                visit_digest = table.Column<byte[]>(),
                at = table.Column<long>(),
                @sealed = table.Column<byte[]>(name: "sealed", nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_share_openings", one => one.id));
        migrationBuilder.CreateIndex(
            "IX_share_openings_share_id_visit_digest", "share_openings", ["share_id", "visit_digest"], unique: true);
        migrationBuilder.CreateIndex("IX_share_openings_wallet_id", "share_openings", "wallet_id");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("share_openings");
        migrationBuilder.DropIndex("IX_share_links_recruiter_index", "share_links");
        foreach (var column in new[] { "recruiter_index", "tell_by_message", "seen_openings", "openings_limit" })
        {
            migrationBuilder.DropColumn(column, "share_links");
        }
    }
}
