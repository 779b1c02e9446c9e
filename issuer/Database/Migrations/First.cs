using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using SkillsPassport.Hosting.Database;

namespace SkillsPassport.Issuer.Database.Migrations;

/// <summary>
/// Officers, sealed sheets, awards, signed copies, the trail. The rules that matter are constraints here too.
/// </summary>
[DbContext(typeof(IssuerDb))]
[Migration("20261121210000_First")]
public sealed class First : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        SharedTables.Create(migrationBuilder);
        foreach (var statement in Tables
            .Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            migrationBuilder.Sql(ForEngine(statement, ActiveProvider));
        }
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in new[] { "outbox_messages", "audit_head", "audit_entries", "signed_copies", "status_lists",
            "serial_series", "awards", "sheet_approvals", "result_rows", "result_sheets", "officers" })
        {
            migrationBuilder.DropTable(table);
        }

        SharedTables.Drop(migrationBuilder);
    }

    /// <summary>The two words in which the engines differ: BYTES and FLAG.</summary>
    internal static string ForEngine(string sql, string? provider) =>
        provider!.Contains("Npgsql", StringComparison.Ordinal)
            ? sql.Replace("BYTES", "bytea").Replace("FLAG", "boolean").Replace("BIG", "bigint")
            .Replace("INT ", "integer ")
            : sql.Replace("BYTES", "BLOB").Replace("FLAG", "INTEGER").Replace("BIG", "INTEGER")
            .Replace("INT ", "INTEGER ");

    private const string Tables = """
        CREATE TABLE officers (
          user_name TEXT NOT NULL PRIMARY KEY, display_name TEXT NOT NULL, role TEXT NOT NULL,
          password_hash TEXT NOT NULL,
          stamp TEXT NOT NULL, closed FLAG NOT NULL, created_at BIG NOT NULL);
        CREATE TABLE result_sheets (
          id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, digest TEXT NOT NULL, live_digest TEXT NULL UNIQUE,
          seal BYTES NOT NULL, file_name TEXT NOT NULL, row_count INT NOT NULL, certificates INT NOT NULL,
          statements INT NOT NULL, uploaded_by TEXT NOT NULL REFERENCES officers (user_name), uploaded_at BIG NOT NULL,
          state TEXT NOT NULL, numbered_to INT NOT NULL, closed_by TEXT NULL, closed_reason TEXT NULL,
          approved_at BIG NULL, issued_at BIG NULL, replaces TEXT NULL, correction_reason TEXT NULL,
          UNIQUE (id, uploaded_by));
        CREATE INDEX ix_result_sheets_state ON result_sheets (state, uploaded_at);
        CREATE TABLE result_rows (
          sheet_id TEXT NOT NULL REFERENCES result_sheets (id), line INT NOT NULL, row_no INT NOT NULL,
          name_en TEXT NOT NULL, name_bn TEXT NOT NULL, father_name_en TEXT NOT NULL, mother_name_en TEXT NOT NULL,
          birth_date TEXT NOT NULL, identity_type TEXT NOT NULL, identity_no BYTES NOT NULL,
          identity_index BYTES NOT NULL,
          nid_last_4 TEXT NULL, passport_no BYTES NULL, passport_index BYTES NULL, passport_last_3 TEXT NULL,
          mobile BYTES NOT NULL, occupation_code TEXT NOT NULL, framework TEXT NOT NULL,
          framework_version TEXT NOT NULL,
          level TEXT NOT NULL, pathway TEXT NOT NULL, centre_code TEXT NOT NULL, centre_name TEXT NOT NULL,
          session_code TEXT NOT NULL, assessed_on TEXT NOT NULL, result_published_on TEXT NULL,
          assessor_1 TEXT NOT NULL,
          assessor_2 TEXT NOT NULL, attendance TEXT NOT NULL, unit_results TEXT NOT NULL, award TEXT NULL,
          claim BYTES NULL UNIQUE, PRIMARY KEY (sheet_id, line));
        CREATE INDEX ix_result_rows_identity ON result_rows (identity_index);
        CREATE INDEX ix_result_rows_passport ON result_rows (passport_index);
        CREATE TABLE sheet_approvals (
          sheet_id TEXT NOT NULL, officer TEXT NOT NULL REFERENCES officers (user_name), ordinal INT NOT NULL,
          uploader TEXT NOT NULL, digest TEXT NOT NULL, at BIG NOT NULL, seal BYTES NOT NULL,
          PRIMARY KEY (sheet_id, officer), UNIQUE (sheet_id, ordinal), CHECK (ordinal IN (1, 2)),
          CHECK (officer <> uploader),
          FOREIGN KEY (sheet_id, uploader) REFERENCES result_sheets (id, uploaded_by));
        CREATE TABLE awards (
          serial_no TEXT NOT NULL PRIMARY KEY, sheet_id TEXT NOT NULL, line INT NOT NULL, type TEXT NOT NULL,
          registration_no TEXT NOT NULL, full_name TEXT NOT NULL, name_bn TEXT NOT NULL, father_name TEXT NOT NULL,
          mother_name TEXT NOT NULL, birth_date TEXT NOT NULL, nid_last_4 TEXT NULL, passport_last_3 TEXT NULL,
          occupation_code TEXT NOT NULL, framework TEXT NOT NULL, framework_version TEXT NOT NULL, level TEXT NOT NULL,
          unit_codes TEXT NOT NULL, pathway TEXT NOT NULL, centre_code TEXT NOT NULL, centre_name TEXT NOT NULL,
          assessed_on TEXT NOT NULL, result_published_on TEXT NOT NULL, valid_until TEXT NOT NULL, replaces TEXT NULL,
          replaced_by TEXT NULL, demo FLAG NOT NULL, sheet_digest TEXT NOT NULL, code TEXT NOT NULL UNIQUE,
          paper_list INT NOT NULL, paper_index INT NOT NULL,
          state TEXT NOT NULL, state_reason TEXT NULL, state_changed_at BIG NULL, issued_at BIG NULL,
          UNIQUE (sheet_id, line), FOREIGN KEY (sheet_id, line) REFERENCES result_rows (sheet_id, line));
        CREATE INDEX ix_awards_state ON awards (state, sheet_id);
        CREATE INDEX ix_awards_name ON awards (full_name);
        CREATE TABLE signed_copies (
          status_list INT NOT NULL, status_index INT NOT NULL, serial_no TEXT NOT NULL REFERENCES awards (serial_no),
          form TEXT NOT NULL, signed_at BIG NOT NULL, bytes BYTES NULL, holder_key TEXT NULL,
          PRIMARY KEY (status_list, status_index));
        CREATE INDEX ix_signed_copies_serial ON signed_copies (serial_no);
        CREATE TABLE serial_series (prefix TEXT NOT NULL PRIMARY KEY, last BIG NOT NULL);
        CREATE TABLE status_lists (number INT NOT NULL PRIMARY KEY, taken INT NOT NULL, changes BIG NOT NULL);
        CREATE TABLE audit_entries (
          sequence BIG NOT NULL PRIMARY KEY, at BIG NOT NULL, actor TEXT NOT NULL, act TEXT NOT NULL,
          subject TEXT NOT NULL,
          reason TEXT NOT NULL, detail TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL);
        CREATE INDEX ix_audit_entries_subject ON audit_entries (subject);
        CREATE TABLE audit_head (id INT NOT NULL PRIMARY KEY, sequence BIG NOT NULL, hash TEXT NOT NULL);
        INSERT INTO audit_head (id, sequence, hash) VALUES (1, 0, '');
        CREATE TABLE outbox_messages (
          id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, serial_no TEXT NOT NULL, recipient BYTES NOT NULL,
          body BYTES NOT NULL, queued_at BIG NOT NULL, sent_at BIG NULL);
        CREATE INDEX ix_outbox_messages_unsent ON outbox_messages (sent_at, queued_at);
        """;
}
