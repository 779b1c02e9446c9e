using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials;
using SkillsPassport.Credentials.Paper;
using SkillsPassport.Hosting.Languages;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Declared;

public enum DeclareRefusal
{
    WhatMissing,
    TextTooLong,

    /// <summary>A character that reorders or hides text: it could make an entry look like something proven.</summary>
    TextHides,
    YearsUnreadable,

    /// <summary>Before the earliest year that is taken.</summary>
    YearsTooEarly,

    /// <summary>The end lies before the beginning, or in the future.</summary>
    YearsTurned,
    TooMany,
}

/// <summary>What the worker typed.</summary>
public sealed record DeclareWish(
    DeclaredKind Kind, string? What, string? Where, string? FromYear, string? UntilYear, HowWell? HowWell);

/// <summary>Adds, changes and removes what a worker says about the own life.</summary>
public sealed class SaveDeclared(IDbContextFactory<WalletDb> databases, HistoryLog history, TimeProvider clock)
{
    public const int LongestText = 80;
    private const int MostEntries = 50;
    private const int EarliestYear = 1940;

    /// <param name="id">The entry to change; null for a new one.</param>
    /// <returns>False when this worker has no such entry.</returns>
    public async Task<(bool Found, DeclareRefusal? Refusal)> RunAsync(
        CurrentWorker worker, Guid? id, DeclareWish wish, CancellationToken cancellation)
    {
        var (content, refusal) = Read(wish);
        if (content is null)
        {
            return (true, refusal);
        }

        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var row = id is null ? null : await db.Declared.SingleOrDefaultAsync(
            one => one.Id == id && one.WalletId == worker.Account.Id, cancellation);
        if (id is not null && row is null)
        {
            return (false, null);
        }

        if (row is null)
        {
            // The same words again are the same entry: a form sent twice, or once more after a lost answer.
            var held = await HeldAsync(db, worker, cancellation);
            if (held.Contains(content))
            {
                return (true, null);
            }

            if (held.Count >= MostEntries)
            {
                return (true, DeclareRefusal.TooMany);
            }

            db.Declared.Add(New(worker, content, now));
        }
        else
        {
            row.Sealed = worker.Vault.Seal(DeclaredContent.SealedAs, row.Id, content);
            row.ChangedAt = now;
        }

        var kind = row is null ? HistoryKind.EntryAdded : HistoryKind.EntryChanged;
        db.History.Add(history.Entry(worker.Vault, worker.Account.Id, kind, content.What));
        await db.SaveChangesAsync(cancellation);
        return (true, null);
    }

    /// <returns>False when this worker has no such entry.</returns>
    public async Task<bool> RemoveAsync(CurrentWorker worker, Guid id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var row = await db.Declared.SingleOrDefaultAsync(
            one => one.Id == id && one.WalletId == worker.Account.Id, cancellation);
        if (row is null)
        {
            return false;
        }

        var was = worker.Vault.Open<DeclaredContent>(DeclaredContent.SealedAs, row.Id, row.Sealed);
        db.Declared.Remove(row);
        db.History.Add(history.Entry(worker.Vault, worker.Account.Id, HistoryKind.EntryRemoved, was.What));
        await db.SaveChangesAsync(cancellation);
        return true;
    }

    /// <summary>Takes entries of an earlier copy over, each looked at as if it had just been typed; what is there
    /// already is not doubled, what cannot be kept is passed over.</summary>
    public async Task TakeOverAsync(
        CurrentWorker worker, IReadOnlyList<DeclaredContent> copied, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var held = await HeldAsync(db, worker, cancellation);
        foreach (var one in copied.OfType<DeclaredContent>())
        {
            var wish = new DeclareWish(
                one.Kind, one.What, one.Where, Text(one.FromYear), Text(one.UntilYear), one.HowWell);
            if (held.Count < MostEntries && Read(wish).Content is { } content && held.Add(content))
            {
                db.Declared.Add(New(worker, content, now));
            }
        }

        await db.SaveChangesAsync(cancellation);
    }

    private (DeclaredContent? Content, DeclareRefusal? Refusal) Read(DeclareWish wish)
    {
        var what = Tidy(wish.What);
        var where = Tidy(wish.Where);
        if (what.Length == 0)
        {
            return (null, DeclareRefusal.WhatMissing);
        }

        if (what.Length > LongestText || where.Length > LongestText)
        {
            return (null, DeclareRefusal.TextTooLong);
        }

        if (Hides(what) || (where.Length > 0 && Hides(where)) || !Enum.IsDefined(wish.Kind)
            || wish.HowWell is { } well && !Enum.IsDefined(well))
        {
            return (null, DeclareRefusal.TextHides);
        }

        var latest = clock.GetUtcNow().ToOffset(BanglaText.Dhaka).Year;
        var isWork = wish.Kind == DeclaredKind.Work;
        if (!TryYear(isWork ? wish.FromYear : null, out var from)
            || !TryYear(isWork ? wish.UntilYear : null, out var until))
        {
            return (null, DeclareRefusal.YearsUnreadable);
        }

        if (from < EarliestYear || until < EarliestYear)
        {
            return (null, DeclareRefusal.YearsTooEarly);
        }

        if (from > latest || until > latest || until < from)
        {
            return (null, DeclareRefusal.YearsTurned);
        }

        return (new DeclaredContent
        {
            Kind = wish.Kind, What = what,
            Where = where.Length == 0 || wish.Kind == DeclaredKind.Language ? null : where,
            FromYear = from, UntilYear = until, HowWell = isWork ? null : wish.HowWell,
        }, null);
    }

    private static DeclaredEntry New(CurrentWorker worker, DeclaredContent content, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        return new DeclaredEntry
        {
            Id = id, WalletId = worker.Account.Id, ChangedAt = now,
            Sealed = worker.Vault.Seal(DeclaredContent.SealedAs, id, content),
        };
    }

    private static async Task<HashSet<DeclaredContent>> HeldAsync(
        WalletDb db, CurrentWorker worker, CancellationToken cancellation)
    {
        var rows = await db.Declared.AsNoTracking().Where(one => one.WalletId == worker.Account.Id)
            .ToListAsync(cancellation);
        return rows.Select(row => worker.Vault.Open<DeclaredContent>(
            DeclaredContent.SealedAs, row.Id, row.Sealed)).ToHashSet();
    }

    private static string Tidy(string? text) =>
        NormalText.Of(string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    private static bool Hides(string text) => PrintableText.FindFlaw(text) != TextFlaw.None;

    private static string? Text(int? year) => year?.ToString(CultureInfo.InvariantCulture);

    // Empty is not said; Bengali digits are digits.
    private static bool TryYear(string? typed, out int? year)
    {
        year = null;
        var text = BanglaText.AsciiDigits(typed ?? "").Trim();
        if (text.Length == 0)
        {
            return true;
        }

        if (text.Length != 4 || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var read))
        {
            return false;
        }

        year = read;
        return true;
    }
}
