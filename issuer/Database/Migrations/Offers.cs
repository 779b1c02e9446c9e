using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SkillsPassport.Issuer.Database.Migrations;

/// <summary>Standing offers, codes, tokens, used nonces, deliveries. One living offer for each certificate is a
/// constraint.</summary>
[DbContext(typeof(IssuerDb))]
[Migration("20261121213000_Offers")]
public sealed class Offers : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var statement in Tables.Split(";\n",
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            migrationBuilder.Sql(First.ForEngine(statement, ActiveProvider));
        }
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in new[] { "deliveries", "used_nonces", "access_grants", "offered_codes", "offers" })
        {
            migrationBuilder.DropTable(table);
        }
    }

    private const string Tables = """
        CREATE TABLE offers (
          id TEXT NOT NULL PRIMARY KEY, serial_no TEXT NOT NULL REFERENCES awards (serial_no), secret BYTES NOT NULL,
          pin_hash BYTES NOT NULL, made_at BIG NOT NULL, expires_at BIG NOT NULL, state TEXT NOT NULL,
          wrong_pins INT NOT NULL, redemptions INT NOT NULL);
        CREATE UNIQUE INDEX ux_offers_open ON offers (serial_no) WHERE state = 'Open';
        CREATE INDEX ix_offers_serial ON offers (serial_no);
        CREATE TABLE offered_codes (
          id TEXT NOT NULL PRIMARY KEY, offer_id TEXT NOT NULL REFERENCES offers (id), expires_at BIG NOT NULL,
          redeemed_at BIG NULL);
        CREATE INDEX ix_offered_codes_end ON offered_codes (expires_at);
        CREATE TABLE access_grants (
          id TEXT NOT NULL PRIMARY KEY, offer_id TEXT NOT NULL REFERENCES offers (id), serial_no TEXT NOT NULL,
          configuration_id TEXT NOT NULL, expires_at BIG NOT NULL, copies INT NOT NULL);
        CREATE INDEX ix_access_grants_end ON access_grants (expires_at);
        CREATE TABLE used_nonces (id TEXT NOT NULL PRIMARY KEY, expires_at BIG NOT NULL);
        CREATE INDEX ix_used_nonces_end ON used_nonces (expires_at);
        CREATE TABLE deliveries (
          id TEXT NOT NULL PRIMARY KEY, grant_id TEXT NOT NULL, serial_no TEXT NOT NULL, copies INT NOT NULL,
              at BIG NOT NULL,
          event TEXT NULL);
        CREATE INDEX ix_deliveries_serial ON deliveries (serial_no);
        """;
}
