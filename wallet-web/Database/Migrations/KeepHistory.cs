using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SkillsPassport.Wallet.Database.Migrations;

/// <summary>Nothing in a history can be changed, and nothing removed while its passport is there: the database itself
/// refuses, whoever asks. And each line says which share or certificate it is about.</summary>
[DbContext(typeof(WalletDb))]
[Migration("202611223003_KeepHistory")]
public sealed class KeepHistory : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<Guid>("share_id", "history", nullable: true);
        migrationBuilder.AddColumn<Guid>("certificate_id", "history", nullable: true);
        migrationBuilder.CreateIndex("IX_history_wallet_id_share_id", "history", ["wallet_id", "share_id"]);
        if (!ActiveProvider!.Contains("Npgsql", StringComparison.Ordinal))
        {
            migrationBuilder.Sql("""
                CREATE TRIGGER history_unchanged BEFORE UPDATE ON history
                BEGIN SELECT RAISE(ABORT, 'A history is not changed.'); END
                """);
            migrationBuilder.Sql("""
                CREATE TRIGGER history_kept BEFORE DELETE ON history
                WHEN EXISTS (SELECT 1 FROM wallets WHERE id = OLD.wallet_id)
                BEGIN SELECT RAISE(ABORT, 'A history is kept as long as its passport.'); END
                """);
            return;
        }

        migrationBuilder.Sql("""
            CREATE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    IF NOT EXISTS (SELECT 1 FROM wallets WHERE id = OLD.wallet_id) THEN
                        RETURN OLD;
                    END IF;
                END IF;
                RAISE EXCEPTION 'A history is neither changed nor shortened.';
            END $$
            """);
        migrationBuilder.Sql("""
            CREATE TRIGGER history_kept BEFORE UPDATE OR DELETE ON history
            FOR EACH ROW EXECUTE FUNCTION keep_history()
            """);
        migrationBuilder.Sql("""
            CREATE TRIGGER history_whole BEFORE TRUNCATE ON history
            FOR EACH STATEMENT EXECUTE FUNCTION keep_history()
            """);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        if (ActiveProvider!.Contains("Npgsql", StringComparison.Ordinal))
        {
            migrationBuilder.Sql("DROP TRIGGER history_whole ON history");
            migrationBuilder.Sql("DROP TRIGGER history_kept ON history");
            migrationBuilder.Sql("DROP FUNCTION keep_history()");
        }
        else
        {
            migrationBuilder.Sql("DROP TRIGGER history_kept");
            migrationBuilder.Sql("DROP TRIGGER history_unchanged");
        }

        migrationBuilder.DropIndex("IX_history_wallet_id_share_id", "history");
        migrationBuilder.DropColumn("certificate_id", "history");
        migrationBuilder.DropColumn("share_id", "history");
    }
}
