using System.Data;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.Issuing;
using SkillsPassport.Hosting.Audit;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Hosting.Protection;
using SkillsPassport.Issuer.Database;

namespace SkillsPassport.Issuer.Sheets;

/// <summary>What came of sending a file in.</summary>
public abstract record Reception
{
    /// <summary>Sealed and waiting for approval.</summary>
    public sealed record Received(string SheetId, SheetCheck Check) : Reception;

    /// <summary>Exactly these results are here already; nothing was stored.</summary>
    public sealed record AlreadyHere(string SheetId, SheetCheck Check) : Reception;

    /// <summary>Errors; nothing was stored.</summary>
    public sealed record Refused(SheetCheck Check) : Reception;
}

/// <summary>Takes a sheet in: checks it whole, then seals and stores all of it, or nothing.</summary>
public sealed class ReceiveSheet(CheckSheet check, CheckAgainstRegister register,
    IDbContextFactory<IssuerDb> databases, SealedSheets seals, TimeProvider clock)
{
    private const int MostAttempts = 5;
    private const string IdAlphabet = "23456789abcdefghjkmnpqrstvwxyz";
    private const int IdLength = 10;
    private const int LongestFileName = 120;

    public async Task<Reception> ReceiveAsync(Stream file, string fileName, string uploader, CancellationToken cancel)
    {
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            file.Position = 0;
            var found = await check.CheckAsync(file, cancel);
            if (found.AlreadyReceived is { } here)
            {
                return new Reception.AlreadyHere(here, found);
            }

            if (!found.IsSound)
            {
                return new Reception.Refused(found);
            }

            if (await TryStoreAsync(found, fileName, uploader, cancel) is { } id)
            {
                return new Reception.Received(id, found);
            }

            // Somebody else sent the same results, or some of the same people, a moment ago: look again and say so.
        }

        throw new DBConcurrencyException("The sheet clashed with others again and again.");
    }

    /// <summary>A short random id that is easy to read out.</summary>
    public static string NewId() => RandomNumberGenerator.GetString(IdAlphabet, IdLength);

    /// <returns>Null when something came between checking and storing; nothing was stored.</returns>
    private async Task<string?> TryStoreAsync(SheetCheck found, string fileName, string uploader,
        CancellationToken cancel)
    {
        try
        {
            return await StoreAsync(found, fileName, uploader, cancel);
        }
        catch (Exception clash) when (UniqueViolation.Is(clash))
        {
            return null;
        }
    }

    private async Task<string?> StoreAsync(SheetCheck found, string fileName, string uploader,
        CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var id = NewId();
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await RegisterLock.TakeAsync(db, cancel);
        var since = new List<Finding>();
        await register.CheckAsync(db, found.Rows.Select(PersonOfRow.Of), since, cancel);
        if (since.Exists(finding => !finding.IsNotice))
        {
            return null;
        }

        var sheet = seals.Seal(id, SheetKind.Upload, found.Rows, CleanFileName(fileName), uploader, now);
        db.Sheets.Add(sheet);
        await db.SaveChangesAsync(cancel);
        await seals.StoreRowsAsync(db, sheet, found.Rows, cancel);
        await AuditTrail.AppendAsync(db, now,
            [new Act(uploader, "sheet.received", id, Detail: $"sha256={sheet.Digest} rows={sheet.RowCount}")], cancel);
        await transaction.CommitAsync(cancel);
        return id;
    }

    /// <summary>The name as people see it: without folders, control characters or formula starts.</summary>
    private static string CleanFileName(string name)
    {
        var bare = name.Split('/', '\\')[^1];
        var clean = string.Concat(bare.Where(c => char.IsLetterOrDigit(c)
            || c is ' ' or '.' or '-' or '_' or '(' or ')'));
        clean = clean.TrimStart('-', ' ', '.');
        return clean.Length == 0 ? "sheet.csv" : clean[..Math.Min(clean.Length, LongestFileName)];
    }
}
