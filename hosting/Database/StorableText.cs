using System.Data.Common;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace SkillsPassport.Hosting.Database;

/// <summary>
/// Text that no database holds: a NUL, which PostgreSQL refuses (22021), or half a surrogate pair.
/// </summary>
public sealed class UnstorableTextException()
    : BadHttpRequestException("The request holds a character that no text has, such as NUL.")
{
    /// <summary>Itself, or what it became while a context was saved.</summary>
    public static UnstorableTextException? In(Exception fault) =>
        fault as UnstorableTextException ?? fault.InnerException as UnstorableTextException;
}

/// <summary>
/// Looks at every text on its way into a statement, whichever form, query, path or JSON it came from: a request is
/// refused in the same way on both engines, and no page needs to think of it.
/// </summary>
internal sealed class StorableText : DbCommandInterceptor
{
    public static readonly StorableText Instance = new();

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData data,
        InterceptionResult<DbDataReader> result) => Checked(command, result);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command,
        CommandEventData data, InterceptionResult<DbDataReader> result, CancellationToken cancel = default) =>
        new(Checked(command, result));

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData data,
        InterceptionResult<int> result) => Checked(command, result);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command,
        CommandEventData data, InterceptionResult<int> result, CancellationToken cancel = default) =>
        new(Checked(command, result));

    public override InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData data,
        InterceptionResult<object> result) => Checked(command, result);

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(DbCommand command,
        CommandEventData data, InterceptionResult<object> result, CancellationToken cancel = default) =>
        new(Checked(command, result));

    private static T Checked<T>(DbCommand command, T result)
    {
        foreach (DbParameter parameter in command.Parameters)
        {
            var sound = parameter.Value switch
            {
                string text => IsStorable(text),
                IEnumerable<string?> texts => texts.All(text => text is null || IsStorable(text)),
                _ => true,
            };
            if (!sound)
            {
                throw new UnstorableTextException();
            }
        }

        return result;
    }

    private static bool IsStorable(string text) => !text.Contains('\0')
        && (text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0 || IsWhole(text));

    private static bool IsWhole(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var taken) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            text = text[taken..];
        }

        return true;
    }
}
