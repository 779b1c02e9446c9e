using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Custody;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Messages;

namespace SkillsPassport.Wallet.Share;

public enum ShareState
{
    Open,
    Gone,
    Unknown,
}

/// <summary>What a verifier gets for a share link.</summary>
public sealed record OpenedShare(ShareState State, IReadOnlyList<string> Presentations, DateTimeOffset Ends);

/// <summary>Gives a share's presentations to whoever holds the link, counts it, and tells the worker. A stopped or
/// ended share is gone.</summary>
public sealed class OpenShare(
    IDbContextFactory<WalletDb> databases, Vaults vaults, HistoryLog history, QueueMessage messages,
    TimeProvider clock)
{
    private const int LongestId = 64;

    /// <summary>A page that is read again at once is one visit in the history, though each opening is
    /// counted.</summary>
    private static readonly TimeSpan OneVisit = TimeSpan.FromMinutes(1);

    /// <summary>One message a day tells of a share; the history tells of every visit.</summary>
    private static readonly TimeSpan OneAlarm = TimeSpan.FromDays(1);

    public async Task<OpenedShare> RunAsync(string linkId, CancellationToken cancellation)
    {
        if (linkId.Length > LongestId)
        {
            return new OpenedShare(ShareState.Unknown, [], default);
        }

        var digest = MakeShare.Digest(linkId);
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var share = await db.Shares.AsNoTracking().SingleOrDefaultAsync(one => one.LinkDigest == digest, cancellation);
        if (share is null)
        {
            var wasHere = await db.GoneShares.AnyAsync(one => one.LinkDigest == digest, cancellation);
            return new OpenedShare(wasHere ? ShareState.Gone : ShareState.Unknown, [], default);
        }

        // Counted where it stands, so that two openings at once are two, and a share stopped meanwhile stays shut.
        var counted = await db.Shares
            .Where(one => one.Id == share.Id && one.StoppedAt == null && one.EndsAt > now)
            .ExecuteUpdateAsync(
                set => set.SetProperty(one => one.Openings, one => one.Openings + 1)
                    .SetProperty(one => one.LastOpenedAt, now),
                cancellation);
        if (counted == 0)
        {
            return new OpenedShare(ShareState.Gone, [], default);
        }

        var wallet = await db.Wallets.AsNoTracking().SingleAsync(one => one.Id == share.WalletId, cancellation);
        using var vault = vaults.Open(wallet);
        var content = vault.Open<ShareContent>(ShareContent.Kind, share.Id, share.Sealed);
        if (share.LastOpenedAt is null || share.LastOpenedAt + OneVisit < now)
        {
            db.History.Add(history.Entry(vault, wallet.Id, HistoryKind.ShareOpened, content.Label));
            if (share.LastOpenedAt is null || share.LastOpenedAt + OneAlarm < now)
            {
                messages.Alarm(db, MessageKind.ShareOpened, wallet);
            }

            await db.SaveChangesAsync(cancellation);
        }

        return new OpenedShare(ShareState.Open, content.Presentations, share.EndsAt);
    }
}
