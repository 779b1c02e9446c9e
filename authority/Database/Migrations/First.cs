using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Officers;

namespace SkillsPassport.Authority.Database.Migrations;

/// <summary>
/// Officers, trail, proposals, rows, signed registers. Two persons, and one waiting proposal for each row, are
/// constraints here too.
/// </summary>
[DbContext(typeof(AuthorityDb))]
[Migration("20261122001000_First")]
public sealed class First : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        SharedTables.Create(migrationBuilder);
        OfficerTables.Create(migrationBuilder);
        migrationBuilder.Statements("""
            CREATE TABLE proposals (
              id TEXT NOT NULL PRIMARY KEY, register TEXT NOT NULL, act TEXT NOT NULL, subject TEXT NOT NULL,
              base TEXT NOT NULL, content TEXT NOT NULL, reason TEXT NOT NULL, digest TEXT NOT NULL,
              proposed_by TEXT NOT NULL REFERENCES officers (user_name), proposed_at BIG NOT NULL,
              state TEXT NOT NULL, decided_by TEXT NULL REFERENCES officers (user_name), decided_at BIG NULL,
              decision_reason TEXT NULL,
              CHECK (state <> 'Approved' OR (decided_by IS NOT NULL AND decided_by <> proposed_by)));
            CREATE UNIQUE INDEX ux_proposals_waiting ON proposals (register, subject) WHERE state = 'Waiting';
            CREATE INDEX ix_proposals_state ON proposals (state, proposed_at);
            CREATE INDEX ix_proposals_subject ON proposals (register, subject);
            CREATE TABLE register_rows (
              register TEXT NOT NULL, subject TEXT NOT NULL, content TEXT NOT NULL, version BIG NOT NULL,
              proposal TEXT NOT NULL REFERENCES proposals (id), seal BYTES NOT NULL, changed_at BIG NOT NULL,
              PRIMARY KEY (register, subject));
            CREATE TABLE register_heads (
              register TEXT NOT NULL PRIMARY KEY, changes BIG NOT NULL, signed_changes BIG NOT NULL,
              sequence BIG NOT NULL, kid TEXT NOT NULL, signed_at BIG NOT NULL);
            INSERT INTO register_heads (register, changes, signed_changes, sequence, kid, signed_at)
              VALUES ('comparisons', 0, 0, 0, '', 0), ('recruiters', 0, 0, 0, '', 0);
            CREATE TABLE published_registers (
              register TEXT NOT NULL, sequence BIG NOT NULL, jws TEXT NOT NULL, signed_at BIG NOT NULL,
              PRIMARY KEY (register, sequence));
            """);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in new[] { "published_registers", "register_heads", "register_rows", "proposals" })
        {
            migrationBuilder.DropTable(table);
        }

        OfficerTables.Drop(migrationBuilder);
        SharedTables.Drop(migrationBuilder);
    }
}
