using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using SkillsPassport.Hosting.Database;

namespace SkillsPassport.Verifier.Database.Migrations;

/// <summary>What every service's database holds; a verifier needs no more.</summary>
[DbContext(typeof(VerifierDb))]
[Migration("0001_SharedTables")]
public sealed class M0001_SharedTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => SharedTables.Create(migrationBuilder);

    protected override void Down(MigrationBuilder migrationBuilder) => SharedTables.Drop(migrationBuilder);
}
