using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.History;

/// <summary>A copy of a history, as a table for people or as JSON for programs. That it was taken is its newest
/// line.</summary>
public sealed class ExportHistory(
    IDbContextFactory<WalletDb> databases, ReadHistory readHistory, HistoryLog history, TimeProvider clock)
{
    private const string Format = "skills-passport-history/1";

    /// <summary>What a spreadsheet may take for the start of a formula, also in full width.</summary>
    private const string FormulaStarts = "=+-@\t\r\n＝＋－＠";

    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>UTF-8 with a byte order mark, RFC 4180, no cell that runs as a formula.</summary>
    public async Task<byte[]> CsvAsync(
        CurrentWorker worker, HistoryFilter filter, Phrases phrases, CancellationToken cancellation)
    {
        await NoteAsync(worker, cancellation);
        var text = new StringBuilder("\ufeff");
        Row(text, phrases["history.when"], phrases["history.what"], phrases["history.about"]);
        await foreach (var line in readHistory.AllAsync(worker, filter, phrases.Language, cancellation))
        {
            Row(text, Written(line.At), phrases[KeyOf(line.Kind)], line.About ?? "");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public async Task<byte[]> JsonAsync(
        CurrentWorker worker, HistoryFilter filter, Phrases phrases, CancellationToken cancellation)
    {
        await NoteAsync(worker, cancellation);
        var lines = new List<object>();
        await foreach (var line in readHistory.AllAsync(worker, filter, phrases.Language, cancellation))
        {
            lines.Add(new
            {
                at = Written(line.At), kind = line.Kind.ToString(), what = phrases[KeyOf(line.Kind)],
                about = line.About,
            });
        }

        return JsonSerializer.SerializeToUtf8Bytes(
            new { format = Format, exportedAt = Written(clock.GetUtcNow()), history = lines }, Readable);
    }

    /// <summary>Key of a kind's word among the phrases.</summary>
    public static string KeyOf(HistoryKind kind) => $"history.{kind}".ToLowerInvariant();

    private static string Written(DateTimeOffset at) =>
        at.ToOffset(BanglaText.Dhaka).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static void Row(StringBuilder text, params IEnumerable<string> cells) =>
        text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    private static string Cell(string value)
    {
        // An apostrophe in front makes a spreadsheet show the text instead of computing it; blanks before a formula
        // are skipped by some.
        var first = value.AsSpan().TrimStart(' ');
        var harmless = first.Length > 0 && FormulaStarts.Contains(first[0]) ? "'" + value : value;
        return $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private async Task NoteAsync(CurrentWorker worker, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        db.History.Add(history.Entry(worker.Vault, worker.Account.Id, HistoryKind.HistoryExported));
        await db.SaveChangesAsync(cancellation);
    }
}
