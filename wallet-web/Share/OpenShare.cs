using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SkillsPassport.Credentials.Jose;
using SkillsPassport.Hosting.Database;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Messages;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Share;

public enum ShareState
{
    Open,
    Gone,
    Unknown,

    /// <summary>Opened as often as the worker allowed.</summary>
    UsedUp,
    PinNeeded,
    PinWrong,

    /// <summary>Too many wrong PINs: later.</summary>
    PinWait,

    /// <summary>Each opening counts: somebody must want it.</summary>
    ConfirmNeeded,
}

/// <summary>What a verifier brings along.</summary>
/// <param name="Visit">A secret of this visit (22 to 64 characters): what is asked again with it is the same
/// opening, and needs no PIN again. Null: each request is a visit.</param>
/// <param name="Confirm">Somebody wants it, though it is counted.</param>
/// <param name="Country">Where the verifier's caller seems to be, two letters; null when it is not known.</param>
public sealed record ShareKnock(string? Visit = null, string? Pin = null, bool Confirm = false, string? Country = null);

/// <summary>What a verifier gets for a share link.</summary>
/// <param name="Left">How many more openings the worker allows; null when any number.</param>
/// <param name="NextAt">When a PIN may be tried again.</param>
public sealed record OpenedShare(
    ShareState State, IReadOnlyList<string> Presentations, DateTimeOffset Ends, int? Left = null, bool NeedsPin = false,
    DateTimeOffset? NextAt = null)
{
    public static OpenedShare No(ShareState state, int? left = null, DateTimeOffset? nextAt = null) =>
        new(state, [], default, left, NextAt: nextAt);
}

/// <summary>Gives a share's presentations to whoever holds the link (and knows its PIN), counts it, and tells the
/// worker. A stopped, ended or used-up share is gone. Looking counts nothing and shows nothing.</summary>
public sealed class OpenShare(
    IDbContextFactory<WalletDb> databases, Vaults vaults, HistoryLog history, QueueMessage messages, Pace pace,
    ICounters counters, TimeProvider clock)
{
    private const int LongestId = 64;
    private const int GuessesBeforeAlarm = 5;

    /// <summary>Somebody with the link can open it without end: after so many, one line an hour.</summary>
    private const int MostListed = 1000;

    /// <summary>How long what is asked again is the same opening: a reload, a lost answer, a receipt.</summary>
    public static readonly TimeSpan OneVisit = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>One message a day tells of a share; the passport tells of every visit.</summary>
    private static readonly TimeSpan OneAlarm = TimeSpan.FromDays(1);

    /// <summary>What a link is, for whoever asks before it is opened.</summary>
    public async Task<OpenedShare> LookAsync(string linkId, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (found, no) = await FindAsync(db, linkId, cancellation);
        if (found is null)
        {
            return no!;
        }

        using var vault = found.Vault;
        return IsUsedUp(found.Share)
            ? OpenedShare.No(ShareState.UsedUp)
            : new OpenedShare(
                ShareState.Open, [], found.Share.EndsAt, Left(found.Share), found.Content.Pin is not null);
    }

    public async Task<OpenedShare> RunAsync(string linkId, ShareKnock knock, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (found, no) = await FindAsync(db, linkId, cancellation);
        if (found is null)
        {
            return no!;
        }

        using var vault = found.Vault;
        var visit = MakeShare.Digest(knock.Visit is { Length: >= 22 and <= 64 } own ? own : NewVisit());
        var seen = await db.ShareOpenings.AsNoTracking()
            .Where(one => one.ShareId == found.Share.Id && one.VisitDigest == visit)
            .Select(one => (DateTimeOffset?)one.At).SingleOrDefaultAsync(cancellation);
        if (seen + OneVisit > clock.GetUtcNow())
        {
            return Opened(found, Left(found.Share));
        }

        if (IsUsedUp(found.Share))
        {
            return OpenedShare.No(ShareState.UsedUp);
        }

        if (await AskPinAsync(db, found, knock.Pin, cancellation) is { } shut)
        {
            return shut;
        }

        if (found is { Share.OpeningsLimit: not null, Content.Pin: null } && !knock.Confirm)
        {
            return OpenedShare.No(ShareState.ConfirmNeeded, Left(found.Share));
        }

        return await CountAsync(
            db, found, seen is null ? visit : MakeShare.Digest(NewVisit()), knock.Country, cancellation);
    }

    private static string NewVisit() => Base64UrlStrict.Encode(RandomNumberGenerator.GetBytes(16));

    private static bool IsUsedUp(ShareLink share) => share.OpeningsLimit <= share.Openings;

    private static int? Left(ShareLink share) =>
        share.OpeningsLimit is { } limit ? Math.Max(0, limit - share.Openings) : null;

    private static OpenedShare Opened(Found found, int? left) =>
        new(ShareState.Open, found.Content.Presentations, found.Share.EndsAt, left, found.Content.Pin is not null);

    private async Task<(Found? Found, OpenedShare? No)> FindAsync(
        WalletDb db, string linkId, CancellationToken cancellation)
    {
        if (linkId.Length > LongestId)
        {
            return (null, OpenedShare.No(ShareState.Unknown));
        }

        var digest = MakeShare.Digest(linkId);
        var share = await db.Shares.AsNoTracking().SingleOrDefaultAsync(one => one.LinkDigest == digest, cancellation);
        if (share is null)
        {
            var wasHere = await db.GoneShares.AnyAsync(one => one.LinkDigest == digest, cancellation);
            return (null, OpenedShare.No(wasHere ? ShareState.Gone : ShareState.Unknown));
        }

        if (share.StoppedAt is not null || share.EndsAt <= clock.GetUtcNow())
        {
            return (null, OpenedShare.No(ShareState.Gone));
        }

        var wallet = await db.Wallets.AsNoTracking()
            .SingleOrDefaultAsync(one => one.Id == share.WalletId, cancellation);
        if (wallet is null)
        {
            // Deleted between the two looks.
            return (null, OpenedShare.No(ShareState.Gone));
        }

        var vault = vaults.Open(wallet);
        return (new Found(share, wallet, vault, vault.Open<ShareContent>(ShareContent.Kind, share.Id, share.Sealed)),
            null);
    }

    /// <summary>Five tries, then slower, counted in the database before the PIN is looked at. Whoever guesses is told
    /// of to the worker.</summary>
    private async Task<OpenedShare?> AskPinAsync(
        WalletDb db, Found found, string? typed, CancellationToken cancellation)
    {
        if (found.Content.Pin is not { } pin)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(typed))
        {
            return OpenedShare.No(ShareState.PinNeeded, Left(found.Share));
        }

        var subject = $"share|{found.Share.Id:N}";
        var turn = await pace.TakeTurnAsync(subject, cancellation);
        if (!turn.Granted)
        {
            return OpenedShare.No(ShareState.PinWait, nextAt: turn.NextAt);
        }

        if (SharePin.Is(pin, typed))
        {
            await pace.ForgetAsync(subject, cancellation);
            return null;
        }

        var guesses = await counters.TakeAsync($"share-guess|{found.Share.Id:N}", int.MaxValue, OneAlarm, cancellation);
        if (guesses.Count == GuessesBeforeAlarm)
        {
            db.History.Add(history.Entry(
                found.Vault, found.Wallet.Id, HistoryKind.SharePinTried, found.Content.Label, found.Share.Id));
            if (found.Share.TellByMessage)
            {
                messages.Alarm(db, MessageKind.SharePinTried, found.Wallet);
            }

            await db.SaveChangesAsync(cancellation);
        }

        return OpenedShare.No(ShareState.PinWrong);
    }

    /// <summary>One visit, counted where the share stands, in one transaction: two openings at once are two, never
    /// more than are allowed; a share stopped meanwhile stays shut; the same visit twice is one.</summary>
    private async Task<OpenedShare> CountAsync(
        WalletDb db, Found found, byte[] visit, string? country, CancellationToken cancellation)
    {
        var (share, now) = (found.Share, clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var id = Guid.CreateVersion7(now);
        var listed = share.Openings < MostListed || share.LastOpenedAt + Hour < now;
        if (listed)
        {
            db.ShareOpenings.Add(new ShareOpening
            {
                Id = id,
                ShareId = share.Id,
                WalletId = share.WalletId,
                VisitDigest = visit,
                At = now,
                Sealed = Whereabouts.Known(country) is { } known
                    ? found.Vault.Seal(Whereabouts.Kind, id, known)
                    : null,
            });
            db.History.Add(history.Entry(
                found.Vault, share.WalletId, HistoryKind.ShareOpened, found.Content.Label, share.Id));
        }

        if (share.TellByMessage && (share.LastOpenedAt is null || share.LastOpenedAt + OneAlarm < now))
        {
            messages.Alarm(db, MessageKind.ShareOpened, found.Wallet);
        }

        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException twice) when (UniqueViolation.Is(twice))
        {
            return Opened(found, Left(share));
        }

        var counted = await db.Shares
            .Where(one => one.Id == share.Id && one.StoppedAt == null && one.EndsAt > now
                && (one.OpeningsLimit == null || one.Openings < one.OpeningsLimit))
            .ExecuteUpdateAsync(
                set => set.SetProperty(one => one.Openings, one => one.Openings + 1)
                    .SetProperty(one => one.LastOpenedAt, now),
                cancellation);
        if (counted == 0)
        {
            await transaction.RollbackAsync(cancellation);
            return OpenedShare.No(share.OpeningsLimit is null ? ShareState.Gone : ShareState.UsedUp);
        }

        await transaction.CommitAsync(cancellation);
        return Opened(found, Left(share) - 1);
    }

    private sealed record Found(ShareLink Share, WalletAccount Wallet, Vault Vault, ShareContent Content);
}
