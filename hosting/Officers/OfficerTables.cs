using Microsoft.EntityFrameworkCore.Migrations;
using SkillsPassport.Hosting.Database;

namespace SkillsPassport.Hosting.Officers;

/// <summary>The tables of <see cref="OfficersDb"/>, for a service's migration to make and drop.</summary>
public static class OfficerTables
{
    /// <summary>Makes them.</summary>
    public static void Create(MigrationBuilder migration) => migration.Statements("""
        CREATE TABLE officers (
          user_name TEXT NOT NULL PRIMARY KEY, display_name TEXT NOT NULL, role TEXT NOT NULL,
          password_hash TEXT NOT NULL, stamp TEXT NOT NULL, closed FLAG NOT NULL, created_at BIG NOT NULL);
        CREATE TABLE audit_entries (
          sequence BIG NOT NULL PRIMARY KEY, at BIG NOT NULL, actor TEXT NOT NULL, act TEXT NOT NULL,
          subject TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, previous TEXT NOT NULL,
          hash TEXT NOT NULL);
        CREATE INDEX ix_audit_entries_subject ON audit_entries (subject);
        CREATE TABLE audit_head (id INT NOT NULL PRIMARY KEY, sequence BIG NOT NULL, hash TEXT NOT NULL);
        INSERT INTO audit_head (id, sequence, hash) VALUES (1, 0, '');
        """);

    /// <summary>Drops them.</summary>
    public static void Drop(MigrationBuilder migration)
    {
        foreach (var table in new[] { "audit_head", "audit_entries", "officers" })
        {
            migration.DropTable(table);
        }
    }
}
