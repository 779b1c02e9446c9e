using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace SkillsPassport.Hosting.Database;

/// <summary>Somebody else was first: a unique constraint or primary key refused the row.</summary>
public static class UniqueViolation
{
    public static bool Is(Exception fault) => fault switch
    {
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.UniqueViolation,
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is 2067 or 1555,
        DbUpdateException { InnerException: { } inner } => Is(inner),
        _ => false,
    };
}
