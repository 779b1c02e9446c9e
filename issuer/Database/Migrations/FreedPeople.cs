using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using SkillsPassport.Hosting.Database;

namespace SkillsPassport.Issuer.Database.Migrations;

/// <summary>
/// People whose result was revoked, corrected or stopped before that let go of their place in the session: they can be
/// sent in again like all others since.
/// </summary>
[DbContext(typeof(IssuerDb))]
[Migration("20261122180000_FreedPeople")]
public sealed class FreedPeople : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Statements("""
        UPDATE result_rows SET claim = NULL WHERE claim IS NOT NULL AND EXISTS (SELECT 1 FROM awards a
          WHERE a.sheet_id = result_rows.sheet_id AND a.line = result_rows.line AND a.state IN ('Revoked', 'Replaced'));
        UPDATE result_rows SET claim = NULL WHERE claim IS NOT NULL
          AND sheet_id IN (SELECT id FROM result_sheets WHERE state = 'Stopped') AND NOT EXISTS (SELECT 1 FROM awards a
          WHERE a.sheet_id = result_rows.sheet_id AND a.line = result_rows.line AND a.state <> 'Intended');
        UPDATE result_sheets SET live_digest = NULL WHERE state = 'Stopped';
        """);

    /// <summary>Nothing to take back: the version before reads the same tables.</summary>
    protected override void Down(MigrationBuilder migrationBuilder)
    {
    }
}
