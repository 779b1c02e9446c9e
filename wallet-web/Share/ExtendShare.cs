using Microsoft.EntityFrameworkCore;
using SkillsPassport.Wallet.Database;
using SkillsPassport.Wallet.History;
using SkillsPassport.Wallet.Passport;
using SkillsPassport.Wallet.Receive;
using SkillsPassport.Wallet.SignIn;

namespace SkillsPassport.Wallet.Share;

/// <summary>Lets a share go on: until a later day, or for more openings. The link stays; its presentations are made
/// anew, for the end stands in the key binding. They show what they showed, nothing more. What is asked for is an end
/// and a number, not "more": asked twice, it is done once.</summary>
public sealed class ExtendShare(
    IDbContextFactory<WalletDb> databases, ReadPassport readPassport, SpareCopies copies, HistoryLog history,
    TimeProvider clock)
{
    /// <summary>Days from now that a page offers.</summary>
    public static readonly IReadOnlyList<int> DayChoices = [7, 30, 90];

    /// <summary>Openings that a page offers beside those allowed.</summary>
    public static readonly IReadOnlyList<int> MoreChoices = [0, 1, 3, 10];

    /// <param name="until">The new end, or the one that is.</param>
    /// <param name="limit">How many openings in all; null leaves it.</param>
    /// <returns>Null when it goes on so.</returns>
    public async Task<ShareRefusal?> RunAsync(
        CurrentWorker worker, ShareView view, DateTimeOffset until, int? limit, CancellationToken cancellation)
    {
        var (now, share) = (clock.GetUtcNow(), view.Share);
        // Pages know whole seconds.
        var ends = until.ToUnixTimeSeconds() == share.EndsAt.ToUnixTimeSeconds() ? share.EndsAt : until;
        var openings = limit ?? share.OpeningsLimit;
        if (ends <= now || ends < share.EndsAt || ends > now.AddDays(DayChoices[^1] + 1))
        {
            return ShareRefusal.EndUnknown;
        }

        if (openings != share.OpeningsLimit
            && (share.OpeningsLimit is not { } allowed || openings < allowed || openings > allowed + MoreChoices[^1]))
        {
            return ShareRefusal.OpeningsUnknown;
        }

        if (ends == share.EndsAt && openings == share.OpeningsLimit && share.StoppedAt is null)
        {
            return null;
        }

        if (!view.MayGoOn || await PresentAsync(worker, view.Content, ends, cancellation) is not { } content)
        {
            return ShareRefusal.NotExtendable;
        }

        var made = worker.Vault.Seal(ShareContent.Kind, view.Id, content);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Only as it was looked at: a share that was stopped or extended on another phone meanwhile is left alone.
        var extended = await db.Shares
            .Where(one => one.Id == view.Id && one.WalletId == worker.Account.Id && one.StoppedAt == null
                && one.EndsAt == share.EndsAt && one.OpeningsLimit == share.OpeningsLimit)
            .ExecuteUpdateAsync(
                set => set.SetProperty(one => one.EndsAt, ends).SetProperty(one => one.Sealed, made)
                    .SetProperty(one => one.OpeningsLimit, openings),
                cancellation);
        if (extended == 0)
        {
            // Its twin was first: it goes on as it was asked for here.
            return await db.Shares.AnyAsync(
                one => one.Id == view.Id && one.WalletId == worker.Account.Id && one.StoppedAt == null
                    && one.EndsAt == ends && one.OpeningsLimit == openings,
                cancellation)
                ? null
                : ShareRefusal.NotExtendable;
        }

        db.History.Add(history.Entry(
            worker.Vault, worker.Account.Id, HistoryKind.ShareExtended, content.Label, view.Id));
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }

    private async Task<ShareContent?> PresentAsync(
        CurrentWorker worker, ShareContent content, DateTimeOffset ends, CancellationToken cancellation)
    {
        var held = (await readPassport.AllAsync(worker, cancellation)).ToDictionary(one => one.Id);
        var linkId = content.Link[(content.Link.LastIndexOf('/') + 1)..];
        var showing = new List<(CertificateView Certificate, IReadOnlyList<string> Claims)>();
        foreach (var item in content.Items)
        {
            if (item is not { Certificate: { } id, Claims: { } claims } || !held.TryGetValue(id, out var certificate)
                || certificate.Standing == Standing.NotGenuine)
            {
                return null;
            }

            showing.Add((certificate, claims));
        }

        var shown = await copies.TakeAsync(worker, showing.ConvertAll(one => one.Certificate), cancellation);
        return content with
        {
            Presentations =
            [
                .. showing.Select((one, i) => MakeShare.Present(
                    shown[i], one.Claims, content.Link, linkId, clock.GetUtcNow(), ends)),
            ],
        };
    }
}
