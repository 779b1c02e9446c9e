using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace SkillsPassport.Hosting.Database;

/// <summary>
/// Many rows into one table by prepared statements: EF's change tracker is ten times slower here.
/// </summary>
public static class BulkInsert
{
    private const int MostParameters = 900;

    /// <summary>
    /// Values in the order of the columns; dates as text, times as ticks, enums by name. Runs in the context's
    /// transaction.
    /// </summary>
    public static async Task RunAsync(DbContext db, string table, string[] columns, IReadOnlyList<object?[]> rows,
        CancellationToken cancel)
    {
        // A server is asked seldom with much; SQLite has no round trip, and finds parameters by walking their list.
        var atOnce = db.Database.IsSqlite() ? 1 : Math.Max(1, MostParameters / columns.Length);
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            DbCommand? command = null;
            var size = 0;
            for (var start = 0; start < rows.Count; start += size)
            {
                var wanted = Math.Min(atOnce, rows.Count - start);
                if (command is null || wanted != size)
                {
                    command?.Dispose();
                    size = wanted;
                    command = Prepare(db, table, columns, size);
                }

                for (var row = 0; row < size; row++)
                {
                    var values = rows[start + row];
                    for (var column = 0; column < columns.Length; column++)
                    {
                        command.Parameters[(row * columns.Length) + column].Value = values[column] ?? DBNull.Value;
                    }
                }

                await command.ExecuteNonQueryAsync(cancel);
            }

            command?.Dispose();
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>A date as both engines store it here.</summary>
    public static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DbCommand Prepare(DbContext db, string table, string[] columns, int rows)
    {
        var sql = new StringBuilder($"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ");
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        for (var row = 0; row < rows; row++)
        {
            sql.Append(row == 0 ? "(" : ", (");
            for (var column = 0; column < columns.Length; column++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"@p{(row * columns.Length) + column}";
                command.Parameters.Add(parameter);
                sql.Append(column == 0 ? "" : ", ").Append(parameter.ParameterName);
            }

            sql.Append(')');
        }

        command.CommandText = sql.ToString();
        return command;
    }
}
