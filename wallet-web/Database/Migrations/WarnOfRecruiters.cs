using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SkillsPassport.Wallet.Database.Migrations;

/// <summary>What workers were told about recruiters.</summary>
[DbContext(typeof(WalletDb))]
[Migration("202611223002_WarnOfRecruiters")]
public sealed class WarnOfRecruiters : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "recruiter_warnings",
            table => new
            {
                id = table.Column<Guid>(),
                wallet_id = table.Column<Guid>(),
                recruiter_index = table.Column<byte[]>(),
                event_index = table.Column<byte[]>(),
                @sealed = table.Column<byte[]>(name: "sealed"),
                told_at = table.Column<long>(),
                seen_at = table.Column<long>(nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_recruiter_warnings", one => one.id));
        migrationBuilder.CreateIndex(
            "IX_recruiter_warnings_wallet_id_event_index", "recruiter_warnings", ["wallet_id", "event_index"],
            unique: true);
    }

    protected override void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.DropTable("recruiter_warnings");
}
