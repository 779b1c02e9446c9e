using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SkillsPassport.Issuer.Database.Migrations;

/// <summary>Refresh tokens of wallets.</summary>
[DbContext(typeof(IssuerDb))]
[Migration("20261122041000_RefreshGrants")]
public sealed class RefreshGrants : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var statement in Tables.Split(";\n",
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            migrationBuilder.Sql(First.ForEngine(statement, ActiveProvider));
        }
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("refresh_grants");

    private const string Tables = """
        CREATE TABLE refresh_grants (
          id TEXT NOT NULL PRIMARY KEY, family TEXT NOT NULL, offer_id TEXT NOT NULL, serial_no TEXT NOT NULL,
          configuration_id TEXT NOT NULL, expires_at BIG NOT NULL, state TEXT NOT NULL, predecessor TEXT NULL);
        CREATE INDEX ix_refresh_grants_family ON refresh_grants (family);
        CREATE INDEX ix_refresh_grants_predecessor ON refresh_grants (predecessor);
        CREATE INDEX ix_refresh_grants_end ON refresh_grants (expires_at);
        """;
}
