using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SkillsPassport.Wallet.Database.Migrations;

/// <summary>Text messages on their way out, and the codes they carry.</summary>
[DbContext(typeof(WalletDb))]
[Migration("202611220001_SendMessages")]
public sealed class SendMessages : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "text_messages",
            table => new
            {
                id = table.Column<Guid>(),
                kind = table.Column<string>(),
                sealed_number = table.Column<byte[]>(),
                sealed_text = table.Column<byte[]>(),
                queued_at = table.Column<long>(),
                next_at = table.Column<long>(),
                attempts = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("PK_text_messages", one => one.id));
        migrationBuilder.CreateIndex("IX_text_messages_next_at", "text_messages", "next_at");
        migrationBuilder.CreateTable(
            "phone_codes",
            table => new
            {
                id = table.Column<Guid>(),
                purpose = table.Column<string>(),
                code_digest = table.Column<byte[]>(),
                @sealed = table.Column<byte[]>(name: "sealed"),
                tries = table.Column<int>(),
                sends = table.Column<int>(),
                next_send_at = table.Column<long>(),
                ends_at = table.Column<long>(),
            },
            constraints: table => table.PrimaryKey("PK_phone_codes", one => one.id));
        migrationBuilder.CreateIndex("IX_phone_codes_ends_at", "phone_codes", "ends_at");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("phone_codes");
        migrationBuilder.DropTable("text_messages");
    }
}
