using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Officers;

namespace SkillsPassport.Verifier.Database.Migrations;

/// <summary>Reports of suspicions, the officers who read them, and the trail of what these do.</summary>
[DbContext(typeof(VerifierDb))]
[Migration("20261122003000_Suspicions")]
public sealed class M20261122_Suspicions : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        OfficerTables.Create(migrationBuilder);
        migrationBuilder.Statements("""
            CREATE TABLE suspicions (
              number TEXT NOT NULL PRIMARY KEY, secret_hash BYTES NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL,
              outcome TEXT NOT NULL, received_at BIG NOT NULL, closed_at BIG NULL, sealed BYTES NOT NULL,
              photo_type TEXT NULL);
            CREATE INDEX ix_suspicions_state ON suspicions (state, received_at);
            CREATE TABLE suspicion_photos (number TEXT NOT NULL PRIMARY KEY, sealed BYTES NOT NULL);
            CREATE TABLE suspicion_notes (
              id TEXT NOT NULL PRIMARY KEY, number TEXT NOT NULL, at BIG NOT NULL, officer TEXT NOT NULL,
              sealed BYTES NOT NULL);
            CREATE INDEX ix_suspicion_notes_number ON suspicion_notes (number);
            """);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in new[] { "suspicion_notes", "suspicion_photos", "suspicions" })
        {
            migrationBuilder.DropTable(table);
        }
        OfficerTables.Drop(migrationBuilder);
    }
}
